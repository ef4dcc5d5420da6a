/** The columns of an operator's file: how their headers may be written, and what may stand in them. */
export interface HospitalFields {
  id: string
  name: string
  aliases: string[]
  province: string
  city: string
  district: string
  adcode: string
  address: string
  phone: string
  level: string
  category: string
  lat: number | null
  lng: number | null
}

export type Column =
  Exclude<keyof HospitalFields, 'lat' | 'lng'> | 'latGcj02' | 'lngGcj02' | 'latWgs84' | 'lngWgs84' | 'ignored'

const HEADERS: Record<Column, string> = {
  id: 'id,编号,医院编号,机构编号,机构代码',
  name: 'name,名称,医院名称,机构名称,医院',
  aliases: 'aliases,alias,别名,其他名称,曾用名',
  province: 'province,省,省份',
  city: 'city,市,城市',
  district: 'district,区,区县,行政区,所在区',
  adcode: 'adcode,行政区划代码,区划代码',
  address: 'address,地址,详细地址,机构地址',
  phone: 'phone,电话,联系电话,咨询电话',
  level: 'level,等级,级别,医院等级',
  category: 'category,类别,医院类别,机构类别,类型',
  lngGcj02: 'lnggcj02,lng,longitude,经度,经度gcj02,经度火星',
  latGcj02: 'latgcj02,lat,latitude,纬度,纬度gcj02,纬度火星',
  lngWgs84: 'lngwgs84,经度wgs84,经度gps',
  latWgs84: 'latwgs84,纬度wgs84,纬度gps',
  // of our own files; the level's code is computed here, never taken
  ignored: 'levelnorm,coordquality,osmid,备注,序号',
}
const COLUMN_OF = new Map(
  Object.entries(HEADERS).flatMap(([column, names]) =>
    names.split(',').map((name): [string, Column] => [name, column as Column]),
  ),
)

/** undefined: nobody knows this header */
export const columnOf = (header: string): Column | undefined =>
  COLUMN_OF.get(
    header
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\s_\-()/.]/g, ''),
  )

const LEVELS: [pattern: RegExp, norm: string, rank: number][] = [
  [/三级?甲/, '3A', 0],
  [/三级?乙/, '3B', 2],
  [/三级/, '3', 1],
  [/二级?甲/, '2A', 3],
  [/二级?乙/, '2B', 5],
  [/二级/, '2', 4],
  [/一级?甲/, '1A', 6],
  [/一级?乙/, '1B', 8],
  [/一级/, '1', 7],
]
/** 三级甲等 -> 3A, rank 0; what is not known or not graded comes last */
export function levelOf(level: string): { norm: string; rank: number } {
  const found = LEVELS.find(([pattern]) => pattern.test(level))
  return found ? { norm: found[1], rank: found[2] } : { norm: '', rank: 9 }
}
