/** A directory of any size for measurements, the same one each time. Nothing in it is a real hospital. */
const PLACES = [
  '安宁',
  '百草',
  '长乐',
  '东湖',
  '枫林',
  '光华',
  '和平',
  '江湾',
  '康桥',
  '兰溪',
  '梅园',
  '南苑',
  '平凉',
  '青松',
  '瑞云',
  '四平',
  '同安',
  '望江',
  '仙霞',
  '延春',
  '真如',
  '紫竹',
]
const KINDS = [
  '人民医院',
  '中医医院',
  '妇幼保健院',
  '中西医结合医院',
  '社区卫生服务中心',
  '口腔医院',
  '康复医院',
  '肿瘤医院',
  '儿童医院',
  '老年护理院',
  '眼科医院',
  '骨科医院',
]
const DISTRICTS = [
  '黄浦区',
  '徐汇区',
  '长宁区',
  '静安区',
  '普陀区',
  '虹口区',
  '杨浦区',
  '闵行区',
  '宝山区',
  '嘉定区',
  '浦东新区',
  '金山区',
  '松江区',
  '青浦区',
  '奉贤区',
  '崇明区',
]
const LEVELS = ['三级甲等', '三级乙等', '二级甲等', '二级乙等', '一级甲等', '', '', '']

const of = <T>(list: T[], i: number): T => list[i % list.length] as T

/** CSV as `importDirectory` takes it */
export function madeUpDirectory(count: number): string {
  const rows = ['id,name,aliases,province,city,district,address,level,lng_gcj02,lat_gcj02']
  for (let i = 0; i < count; i++) {
    const [a, b] = [of(PLACES, i), of(PLACES, Math.floor(i / PLACES.length) * 7 + 3)]
    const name = `上海市${a}${b}第${i + 1}${of(KINDS, i * 5 + Math.floor(i / 13))}`
    const [lng, lat] = [121.1 + ((i * 7919) % 8000) / 10_000, 30.8 + ((i * 104_729) % 7000) / 10_000]
    rows.push(
      [
        `T${String(i).padStart(8, '0')}`,
        name,
        `${a}${of(KINDS, i * 5 + Math.floor(i / 13))}`,
        '上海市',
        '上海市',
        of(DISTRICTS, i * 3 + Math.floor(i / 16)),
        `${b}路${i + 1}号`,
        of(LEVELS, i * 3),
        lng.toFixed(6),
        lat.toFixed(6),
      ].join(','),
    )
  }
  return rows.join('\n')
}
