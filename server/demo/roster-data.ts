/** Sixty people who do not exist: the same ones each time, spread over all districts. */
import type { CompanionRecordInput, WeeklyHours } from '@banyi/contract/companions'

export interface DemoCompanion {
  record: CompanionRecordInput
  hours: WeeklyHours
  earlierVisits: number
  /** shown in the list of demo people */
  note?: string
}

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
/** who lives in one works in the next as well */
const NEIGHBOURS: Record<string, string[]> = {
  黄浦区: ['静安区', '徐汇区', '浦东新区'],
  徐汇区: ['长宁区', '闵行区', '黄浦区'],
  长宁区: ['徐汇区', '普陀区', '静安区'],
  静安区: ['黄浦区', '普陀区', '虹口区'],
  普陀区: ['静安区', '长宁区', '嘉定区'],
  虹口区: ['静安区', '杨浦区', '宝山区'],
  杨浦区: ['虹口区', '浦东新区', '宝山区'],
  闵行区: ['徐汇区', '松江区', '奉贤区'],
  宝山区: ['杨浦区', '虹口区', '静安区'],
  嘉定区: ['普陀区', '青浦区', '宝山区'],
  浦东新区: ['黄浦区', '杨浦区', '奉贤区'],
  金山区: ['松江区', '奉贤区'],
  松江区: ['闵行区', '青浦区', '金山区'],
  青浦区: ['松江区', '嘉定区'],
  奉贤区: ['闵行区', '金山区', '浦东新区'],
  崇明区: ['宝山区', '浦东新区'],
}
const SURNAMES = [
  '陈',
  '张',
  '李',
  '周',
  '吴',
  '徐',
  '朱',
  '沈',
  '陆',
  '顾',
  '黄',
  '杨',
  '赵',
  '钱',
  '孙',
  '唐',
  '金',
  '许',
  '何',
  '施',
  '袁',
  '蒋',
  '曹',
  '龚',
  '倪',
  '薛',
  '潘',
  '范',
  '严',
  '瞿',
]
const WOMEN = [
  '秀英',
  '美芳',
  '丽华',
  '慧敏',
  '春燕',
  '国珍',
  '雅琴',
  '月红',
  '桂芬',
  '海燕',
  '文娟',
  '玉兰',
  '晓萍',
  '静怡',
  '佩珍',
  '爱华',
  '雪梅',
  '永芳',
  '凤仪',
  '莉莉',
  '巧云',
  '惠芳',
  '红霞',
  '素珍',
]
const MEN = ['建平', '志强', '国栋', '永明', '伟民', '德康', '卫东', '海峰', '立新', '家骏', '文斌', '学军']
const LIVES = [
  '做过十二年病房护理员，熟悉住院和检查流程。',
  '退休前是社区医院挂号窗口的工作人员，办事利落。',
  '照顾过自己生病的父母，知道陪在身边有多重要。',
  '原来做家政月嫂，耐心、手轻，老人孩子都喜欢。',
  '当过小学老师，讲话慢、讲得清楚，会把医嘱一条条写下来。',
  '以前在药房工作，取药、核对清单很仔细。',
  '做过公交司机，上海的医院和路都熟，准时。',
  '有养老院工作经验，会推轮椅、扶起坐，懂得防跌倒。',
  '性格爽快，排队、缴费、找诊室都走在前面，让家属省心。',
  '做过医院志愿者，门诊大厅里哪里有轮椅、哪里能休息都知道。',
  '带大两个孩子，儿科、产科跑得多，不慌不忙。',
  '退伍后做社区工作，有力气，也有耐心。',
]
const DIALECTS = [
  ['上海话'],
  [],
  ['上海话', '苏北话'],
  ['上海话', '宁波话'],
  [],
  ['四川话'],
  ['上海话'],
  ['安徽话'],
  ['上海话', '英语'],
  [],
  ['粤语'],
  ['上海话', '绍兴话'],
]
const MORE_SEGMENTS: CompanionRecordInput['segments'][] = [
  [],
  ['oncology'],
  ['paediatrics'],
  [],
  ['maternity', 'paediatrics'],
  ['cross-city'],
  ['oncology', 'cross-city'],
  [],
]
const MORE_SKILLS: CompanionRecordInput['skills'][] = [
  ['wheelchair'],
  ['insurance-desk'],
  ['infant-care'],
  ['wheelchair', 'first-aid'],
  ['insurance-desk', 'wheelchair'],
  [],
  ['chemo-visit', 'wheelchair'],
  ['sign-language'],
]
const MARK = '（演示资料）'

const daily = (days: number[], from: string, to: string): WeeklyHours['hours'] =>
  days.map((weekday) => ({ weekday, from, to }))
const WORKDAYS = [1, 2, 3, 4, 5]
const EVERY_DAY = [...WORKDAYS, 6, 7]
const WEEKS: WeeklyHours['hours'][] = [
  daily(WORKDAYS, '07:30', '17:30'),
  daily([...WORKDAYS, 6], '07:00', '17:00'),
  daily(EVERY_DAY, '07:00', '13:00'),
  daily([1, 3, 5, 6], '08:00', '18:00'),
  [...daily(WORKDAYS, '06:30', '12:00'), ...daily(WORKDAYS, '13:00', '17:00')],
  daily([2, 4, 6, 7], '07:30', '18:30'),
  daily([...WORKDAYS, 7], '08:00', '16:30'),
  daily([6, 7], '07:00', '19:00'),
]

const of = <T>(list: readonly T[], i: number): T => list[i % list.length] as T
const base = {
  verified: ['identity', 'health-certificate', 'background', 'training'] as CompanionRecordInput['verified'],
}
const longDay: WeeklyHours = { hours: daily(EVERY_DAY, '06:00', '20:30'), worksOnHolidays: true }

/** Those whom a visitor of the demo can be. */
const LEADING: DemoCompanion[] = [
  {
    record: {
      ...base,
      name: '王秀珍',
      phone: '19902000001',
      sex: 'female',
      birthYear: 1972,
      startedYear: 2017,
      verified: [...base.verified, 'first-aid'],
      segments: ['general', 'oncology'],
      skills: ['wheelchair', 'first-aid', 'chemo-visit', 'insurance-desk'],
      languages: ['普通话', '上海话'],
      districts: ['黄浦区', '徐汇区', '静安区', '浦东新区'],
      introduction: `土生土长的上海人，做过十五年病区护理员。听力不好的老人，我会慢慢讲、写给他看。${MARK}`,
    },
    hours: longDay,
    earlierVisits: 316,
    note: '陪诊员 · 今天和明天有任务，聊天里有消息',
  },
  {
    record: {
      ...base,
      name: '陈美华',
      phone: '19902000002',
      sex: 'female',
      birthYear: 1981,
      startedYear: 2019,
      segments: ['general', 'maternity', 'paediatrics'],
      skills: ['infant-care', 'insurance-desk', 'english'],
      languages: ['普通话', '上海话', '英语'],
      districts: ['浦东新区', '黄浦区', '徐汇区'],
      introduction: `做过月嫂和产科导诊，产检、建卡、儿科看病都熟。${MARK}`,
    },
    hours: longDay,
    earlierVisits: 187,
    note: '陪诊员 · 有一单等她接',
  },
  {
    record: {
      ...base,
      name: '刘建军',
      phone: '19902000003',
      sex: 'male',
      birthYear: 1976,
      startedYear: 2020,
      verified: [...base.verified, 'first-aid'],
      segments: ['general', 'cross-city'],
      skills: ['wheelchair', 'first-aid'],
      languages: ['普通话', '四川话'],
      districts: ['徐汇区', '闵行区', '黄浦区'],
      introduction: `退伍军人，力气大，轮椅上下车没问题；外地来沪看病的家庭我接得最多。${MARK}`,
    },
    hours: longDay,
    earlierVisits: 142,
    note: '陪诊员 · 抢单大厅里有单',
  },
]

export function demoRoster(count = 60): DemoCompanion[] {
  const others = Array.from({ length: count - LEADING.length }, (_, i): DemoCompanion => {
    const isMan = i % 4 === 3
    const home = of(DISTRICTS, i)
    const near = NEIGHBOURS[home] ?? []
    const segments: CompanionRecordInput['segments'] = ['general', ...of(MORE_SEGMENTS, i * 3 + 1)]
    const birthYear = 1964 + ((i * 7) % 30)
    const dialects = home === '崇明区' ? ['崇明话'] : of(DIALECTS, i * 5 + 2)
    return {
      record: {
        name: `${of(SURNAMES, i * 7)}${isMan ? of(MEN, i) : of(WOMEN, i * 5)}`,
        phone: `199020001${String(i).padStart(2, '0')}`,
        sex: isMan ? 'male' : 'female',
        birthYear,
        startedYear: 2016 + ((i * 3) % 11),
        verified: i % 5 === 0 ? [...base.verified, 'first-aid'] : base.verified,
        segments,
        skills: [...of(MORE_SKILLS, i * 3), ...(i % 5 === 0 ? (['first-aid'] as const) : [])].filter(
          (skill, at, all) => all.indexOf(skill) === at,
        ),
        languages: ['普通话', ...dialects],
        districts: [home, ...near.slice(0, 1 + (i % 3))],
        introduction: `${of(LIVES, i * 5 + Math.floor(i / 12))}${MARK}`,
      },
      hours: { hours: of(WEEKS, i * 3 + Math.floor(i / 8)), worksOnHolidays: i % 6 === 0 },
      earlierVisits: i % 11 === 10 ? 0 : 6 + ((i * 37) % 230),
    }
  })
  return [...LEADING, ...others]
}
