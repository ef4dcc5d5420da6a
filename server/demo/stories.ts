/** What has happened in the weeks before the demo begins, and what is about to. */
import { addHours, addMinutes, nextDay, shanghaiDay, shanghaiInstant, shanghaiTime, weekdayOf } from '../core/clock.ts'
import type { Household } from './load-families.ts'
import { claimAt, couponsAt, withdrawalsAt } from './money.ts'
import type { DemoOperator } from './operators.ts'
import { reports } from './reports-data.ts'
import type { DemoPerson, Stage } from './stage.ts'
import { acceptedAt, bookedAt, confirmedAt, errandFrom, reportedAt, walkFrom, type Moment } from './timeline.ts'
import { Visit, type VisitPlan } from './visit.ts'

/** numbers of the built-in directory */
const HOSPITALS = {
  ruijin: 'H31010749',
  zhongshan: 'H31010776',
  huashan: 'H31010780',
  sixth: 'H31010757',
  tumour: 'H31010788',
  infants: 'H31010756',
  renji: 'H31010770',
}

export interface Cast {
  stage: Stage
  /** both do finance: one proposes, the other approves */
  admin: DemoOperator
  finance: DemoOperator
  now: Date
  families: Map<string, Household>
  companions: Map<string, DemoPerson>
}
type Wish = Omit<VisitPlan, 'family' | 'companion' | 'startsAt'> & {
  family: string
  companion: string | null
  day: number
  time: string
}

/** Sundays are moved away from today: most out-patient departments are closed then. */
function dayFrom(now: Date, days: number): string {
  const day = nextDay(shanghaiDay(now), days)
  return weekdayOf(day) === 7 ? nextDay(day, days < 0 ? -1 : 1) : day
}

function visitOf(cast: Cast, { family, companion, day, time, ...plan }: Wish): { visit: Visit; startsAt: Date } {
  const household = cast.families.get(family)
  const person = companion === null ? null : cast.companions.get(companion)
  if (!household || person === undefined) throw new Error(`the story ${plan.word} wants people who are not there`)
  const startsAt = shanghaiInstant(dayFrom(cast.now, day), time)
  return { visit: new Visit(cast.stage, { ...plan, family: household, companion: person, startsAt }), startsAt }
}

/** booked two days before, accepted, gone through, reported, confirmed the next morning */
function finished(
  cast: Cast,
  { tipFen, mustCompensate, ...wish }: Wish & { tipFen?: number; mustCompensate?: boolean },
  report: (typeof reports)[keyof typeof reports],
  walk?: Parameters<typeof walkFrom>[2],
): Moment[] {
  const { visit, startsAt } = visitOf(cast, wish)
  const isErrand = wish.packageKind === 'fetch-medicine'
  const end = addMinutes(startsAt, isErrand ? 60 : 190)
  return [
    ...bookedAt(visit, addHours(startsAt, -44)),
    acceptedAt(visit, addMinutes(addHours(startsAt, -44), 17)),
    ...(isErrand ? errandFrom(visit, startsAt) : walkFrom(visit, startsAt, walk)),
    reportedAt(visit, addMinutes(end, 50), report),
    confirmedAt(visit, addHours(end, 20)),
    ...(tipFen ? [{ at: addHours(end, 21), act: () => visit.tip(tipFen) }] : []),
    ...(mustCompensate ? [...claimAt(cast, visit, addHours(end, 26))] : []),
  ]
}

export function pastVisits(cast: Cast): Moment[] {
  const hall = '门诊大厅服务台旁'
  return [
    ...couponsAt(cast, addHours(cast.now, -24 * 24)),
    ...withdrawalsAt(cast, '王秀珍', addHours(cast.now, -5 * 24)),
    ...finished(
      cast,
      {
        word: 'heart',
        wantsInsurance: true,
        family: '李晓雯',
        patient: '王桂兰',
        companion: '王秀珍',
        day: -21,
        time: '08:30',
        hospitalId: HOSPITALS.ruijin,
        departmentCode: '03.04',
        packageKind: 'half-day',
        meetingPoint: hall,
        need: '心内科复诊，带上次的心电图和血压记录。',
      },
      reports.heart,
      { consultation: '医生详细问了家里血压情况' },
    ),
    ...finished(
      cast,
      {
        word: 'tumour',
        tipFen: 2000,
        family: '陈建国',
        patient: '吴秀英',
        companion: '王秀珍',
        day: -12,
        time: '08:00',
        hospitalId: HOSPITALS.tumour,
        departmentCode: '19',
        packageKind: 'half-day',
        segment: 'oncology',
        meetingPoint: '1 号楼门口',
        need: '带外院病理片和 CT 片，碘造影剂过敏，请提醒医生。',
      },
      reports.tumour,
      { noMedicine: '今天没有开药' },
    ),
    ...finished(
      cast,
      {
        word: 'wholeDay',
        couponCode: 'SHEQU826',
        family: '李晓雯',
        patient: '李国强',
        companion: '刘建军',
        day: -9,
        time: '08:00',
        hospitalId: HOSPITALS.zhongshan,
        departmentCode: '03.02',
        packageKind: 'full-day',
        meetingPoint: hall,
        need: '胃不舒服一个多月，可能要做检查。',
      },
      reports.wholeDay,
      { noMedicine: '等检查结果，暂不开药' },
    ),
    ...finished(
      cast,
      {
        word: 'pregnancy',
        mustCompensate: true,
        family: '周婷',
        patient: '周婷',
        companion: '陈美华',
        day: -6,
        time: '09:00',
        hospitalId: HOSPITALS.infants,
        departmentCode: '05.02',
        packageKind: 'half-day',
        segment: 'maternity',
        meetingPoint: '产科门诊入口',
        need: '孕 29 周产检，想有人帮忙排队。',
      },
      reports.pregnancy,
      { noMedicine: '没有开药' },
    ),
    ...finished(
      cast,
      {
        word: 'medicine',
        family: '陈建国',
        patient: '吴秀英',
        companion: '刘建军',
        day: -4,
        time: '10:00',
        hospitalId: HOSPITALS.sixth,
        departmentCode: '03.07',
        packageKind: 'fetch-medicine',
        meetingPoint: '门诊药房窗口',
        need: '内分泌科处方取药，处方照片已发。',
      },
      reports.medicine,
    ),
    ...disputed(cast),
    ...cancelled(cast),
    ...waitingForConfirmation(cast),
  ]
}

/** The family is not content: nothing is released until the desk has decided. */
function disputed(cast: Cast): Moment[] {
  const { visit, startsAt } = visitOf(cast, {
    word: 'disputed',
    family: '张浩',
    patient: '孙阿娣',
    companion: '刘建军',
    day: -3,
    time: '13:30',
    hospitalId: HOSPITALS.sixth,
    departmentCode: '04.03',
    packageKind: 'half-day',
    meetingPoint: '门诊大厅服务台旁',
    need: '膝盖复查，想问清楚要不要打针。',
  })
  return [
    ...bookedAt(visit, addHours(startsAt, -30)),
    acceptedAt(visit, addMinutes(addHours(startsAt, -30), 12)),
    ...walkFrom(visit, startsAt, { exams: '拍了膝关节片' }),
    reportedAt(visit, addMinutes(startsAt, 240), reports.nerves),
    {
      at: addHours(cast.now, -20),
      act: () => visit.dispute('not-as-agreed', '（演示）约好帮忙取药，最后是奶奶自己去排的队。'),
    },
  ]
}

function cancelled(cast: Cast): Moment[] {
  const { visit, startsAt } = visitOf(cast, {
    word: 'cancelled',
    family: '张浩',
    patient: '孙阿娣',
    companion: '刘建军',
    day: -2,
    time: '09:00',
    hospitalId: HOSPITALS.renji,
    departmentCode: '04.03',
    packageKind: 'half-day',
    addOns: ['wheelchair'],
    meetingPoint: '门诊大厅',
    need: '膝盖疼，骨科复查。',
  })
  const at = addHours(startsAt, -60)
  return [
    ...bookedAt(visit, at),
    acceptedAt(visit, addMinutes(at, 25)),
    { at: addHours(at, 20), act: () => visit.cancel('奶奶感冒了，改天再去') },
  ]
}

/** The report is there and the family has not looked at it yet. */
function waitingForConfirmation(cast: Cast): Moment[] {
  const { visit, startsAt } = visitOf(cast, {
    word: 'nerves',
    family: '李晓雯',
    patient: '王桂兰',
    companion: '王秀珍',
    day: -1,
    time: '08:30',
    hospitalId: HOSPITALS.huashan,
    departmentCode: '03.03',
    packageKind: 'half-day',
    meetingPoint: '门诊大楼 1 楼咨询台',
    need: '最近头晕，想看神经内科，请帮忙记下医生的话。',
  })
  return [
    ...bookedAt(visit, addHours(startsAt, -50)),
    acceptedAt(visit, addMinutes(addHours(startsAt, -50), 9)),
    ...walkFrom(visit, startsAt, { exams: '预约了磁共振' }),
    reportedAt(visit, addMinutes(startsAt, 250), reports.nerves),
  ]
}

export function comingVisits(cast: Cast): Moment[] {
  const soon = (minutes: number): Date => addMinutes(cast.now, -minutes)
  const next = visitOf(cast, {
    word: 'next',
    family: '李晓雯',
    patient: '王桂兰',
    companion: '王秀珍',
    day: 1,
    time: '08:30',
    hospitalId: HOSPITALS.ruijin,
    departmentCode: '03.04',
    packageKind: 'half-day',
    addOns: ['wheelchair'],
    meetingPoint: '门诊大厅服务台旁',
    need: '心内科复诊，带家里的血压记录；妈妈听力不好，请慢慢说。',
  }).visit
  const offered = visitOf(cast, {
    word: 'offered',
    family: '周婷',
    patient: '周婷',
    companion: '陈美华',
    day: 3,
    time: '09:00',
    hospitalId: HOSPITALS.infants,
    departmentCode: '05.02',
    packageKind: 'half-day',
    segment: 'maternity',
    meetingPoint: '产科门诊入口',
    need: '孕 31 周产检。',
  }).visit
  const pool = visitOf(cast, {
    word: 'pool',
    family: '陈建国',
    patient: '吴秀英',
    companion: null,
    day: 4,
    time: '08:00',
    hospitalId: HOSPITALS.zhongshan,
    departmentCode: '03.02',
    packageKind: 'full-day',
    segment: 'cross-city',
    addOns: ['cross-district-pickup'],
    meetingPoint: '地铁 9 号线肇嘉浜路站 2 号口',
    need: '第一次来上海看病，请陪着办就诊卡、医保异地备案。',
  }).visit
  return [
    ...bookedAt(next, soon(26 * 60)),
    acceptedAt(next, soon(26 * 60 - 12)),
    {
      at: soon(25 * 60),
      act: () => next.say('family', '王阿姨您好，我妈妈听力不太好，麻烦您站在她右边慢慢说，辛苦了。'),
    },
    {
      at: soon(25 * 60 - 6),
      act: () => next.say('companion', '好的晓雯，您放心。我会带一块小写字板，重要的话写给阿姨看。'),
    },
    {
      at: soon(3 * 60),
      act: () => next.say('companion', '提醒一下：请阿姨带好医保卡、就诊卡和血压记录本，早上药照常吃。'),
    },
    ...bookedAt(offered, soon(20)),
    ...bookedAt(pool, soon(90)),
    ...liveVisit(cast),
  ]
}

/** One visit is going on, when the demo is started at an hour at which there can be one. */
function liveVisit(cast: Cast): Moment[] {
  const startsAt = new Date(Math.floor((cast.now.getTime() - 70 * 60_000) / 300_000) * 300_000)
  const time = shanghaiTime(startsAt)
  const isDaytime = shanghaiDay(startsAt) === shanghaiDay(cast.now) && time >= '07:00' && time <= '16:00'
  if (!isDaytime) return []
  const family = cast.families.get('张浩')
  const companion = cast.companions.get('王秀珍')
  if (!family || !companion) throw new Error('the live visit wants 张浩 and 王秀珍')
  const visit = new Visit(cast.stage, {
    word: 'live',
    family,
    patient: '孙阿娣',
    companion,
    startsAt,
    hospitalId: HOSPITALS.ruijin,
    departmentCode: '04.03',
    packageKind: 'half-day',
    addOns: ['wheelchair'],
    meetingPoint: '门诊楼轮椅借用处',
    need: '膝关节复查，坐轮椅。',
  })
  return [
    ...bookedAt(visit, addHours(startsAt, -30)),
    acceptedAt(visit, addMinutes(addHours(startsAt, -30), 15)),
    ...walkFrom(visit, startsAt),
    { at: addMinutes(startsAt, 60), act: () => visit.sendPlace(31.2117, 121.4679) },
  ]
}
