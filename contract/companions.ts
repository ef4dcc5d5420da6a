/** Companions: profile, verified items, weekly hours, exceptions, reserved time. */
import { z } from 'zod'
import { Day, Done, Id, IdParams, Instant, PageQuery, PersonName, Phone, Sex, WallTime, page, text } from './common.ts'
import { endpoint } from './endpoint.ts'

/** 普通、儿科、孕产、肿瘤、异地就医 */
export const Segment = z.enum(['general', 'paediatrics', 'maternity', 'oncology', 'cross-city'])
export const VerifiedItem = z.enum(['identity', 'health-certificate', 'background', 'training', 'first-aid'])
export const Skill = z.enum([
  'wheelchair',
  'sign-language',
  'first-aid',
  'infant-care',
  'chemo-visit',
  'insurance-desk',
  'english',
])
export const CompanionStatus = z.enum(['active', 'suspended', 'left'])

export const CompanionCard = z.object({
  id: Id,
  /** 王阿姨 -> shown as 王*兰 to nobody: a companion's display name is public by her own consent */
  name: z.string(),
  sex: Sex,
  photoUrl: z.string().nullable(),
  verified: z.array(VerifiedItem),
  segments: z.array(Segment),
  skills: z.array(Skill),
  languages: z.array(z.string()),
  districts: z.array(z.string()),
  introduction: z.string(),
  yearsOfService: z.int(),
  finishedVisits: z.int(),
})
export const AvailableCompanion = z.object({ ...CompanionCard.shape, reasons: z.array(z.string()) })
export const FreeDay = z.object({
  day: Day,
  isHoliday: z.boolean(),
  dayName: z.string().nullable(),
  ranges: z.array(z.object({ startsAt: Instant, endsAt: Instant })),
})

export const WeeklyHour = z.strictObject({
  /** 1 Monday .. 7 Sunday */ weekday: z.int().min(1).max(7),
  from: WallTime,
  to: WallTime,
})
export const WeeklyHours = z.strictObject({ hours: z.array(WeeklyHour).max(28), worksOnHolidays: z.boolean() })
export const ExceptionInput = z.strictObject({
  day: Day,
  kind: z.enum(['off', 'extra']),
  from: WallTime.nullable().default(null),
  to: WallTime.nullable().default(null),
  note: text(100).default(''),
})
export const CalendarException = z.object({ id: Id, ...ExceptionInput.shape })
export const ProfileInput = z.strictObject({
  introduction: text(500),
  languages: z.array(text(20, 1)).max(8),
  districts: z.array(text(20, 1)).max(20),
  skills: z.array(Skill).max(10),
})
export const MyCompanion = z.object({ ...CompanionCard.shape, status: CompanionStatus, weeklyHours: WeeklyHours })
export const CompanionRecordInput = z.strictObject({
  name: PersonName,
  phone: Phone,
  sex: Sex,
  birthYear: z.int().min(1940).max(2012),
  verified: z.array(VerifiedItem),
  segments: z.array(Segment).min(1, '至少一个服务类型'),
  skills: z.array(Skill),
  languages: z.array(text(20, 1)).max(8),
  districts: z.array(text(20, 1)).min(1, '至少一个区').max(20),
  introduction: text(500).default(''),
  startedYear: z.int().min(1990).max(2100),
})
export const CompanionRecord = z.object({
  ...CompanionCard.shape,
  phoneMasked: z.string(),
  birthYear: z.int(),
  startedYear: z.int(),
  status: CompanionStatus,
  statusReason: z.string(),
  isLinked: z.boolean(),
  weeklyHours: WeeklyHours,
  createdAt: Instant,
})

const Calendar = z.object({
  days: z.array(FreeDay),
  exceptions: z.array(CalendarException),
  reservations: z.array(z.object({ orderId: Id, startsAt: Instant, endsAt: Instant })),
})
const rangeQuery = { from: Day, to: Day }

export const companions = {
  listAvailableCompanions: endpoint({
    method: 'GET',
    path: '/companions/available',
    summary: '某段时间可以预约的陪诊员, 附推荐理由',
    query: z.strictObject({
      district: text(20).optional(),
      startsAt: Instant,
      minutes: z.coerce.number().int().min(30).max(720),
      segment: Segment.default('general'),
      sex: Sex.optional(),
      language: text(20).optional(),
      ...PageQuery,
    }),
    reply: page(AvailableCompanion),
  }),
  getCompanion: endpoint({
    method: 'GET',
    path: '/companions/:id',
    summary: '陪诊员主页',
    params: IdParams,
    reply: CompanionCard,
  }),
  getAvailability: endpoint({
    method: 'GET',
    path: '/companions/:id/availability',
    summary: '陪诊员空闲时间',
    params: IdParams,
    query: z.strictObject({ ...rangeQuery, minutes: z.coerce.number().int().min(30).max(720).default(240) }),
    reply: z.object({ days: z.array(FreeDay) }),
  }),
  getPhoto: endpoint({
    method: 'GET',
    path: '/companions/:id/photo',
    summary: '陪诊员照片',
    params: IdParams,
    reply: z.unknown(),
  }),
  getMyCompanion: endpoint({ method: 'GET', path: '/companions/me', summary: '我的陪诊员档案', reply: MyCompanion }),
  updateMyProfile: endpoint({
    method: 'PUT',
    path: '/companions/me/profile',
    summary: '修改我的介绍',
    body: ProfileInput,
    reply: MyCompanion,
  }),
  setMyWeeklyHours: endpoint({
    method: 'PUT',
    path: '/companions/me/weekly-hours',
    summary: '设置每周服务时间',
    body: WeeklyHours,
    reply: MyCompanion,
  }),
  getMyCalendar: endpoint({
    method: 'GET',
    path: '/companions/me/calendar',
    summary: '我的日历',
    query: z.strictObject(rangeQuery),
    reply: Calendar,
  }),
  addMyException: endpoint({
    method: 'POST',
    path: '/companions/me/exceptions',
    summary: '请假或加班',
    body: ExceptionInput,
    reply: CalendarException,
  }),
  removeMyException: endpoint({
    method: 'DELETE',
    path: '/companions/me/exceptions/:id',
    summary: '取消请假或加班',
    params: IdParams,
    reply: Done,
  }),
  listRoster: endpoint({
    method: 'GET',
    path: '/companions/roster',
    summary: '陪诊员名册 (运营)',
    query: z.strictObject({
      query: text(50).optional(),
      status: CompanionStatus.optional(),
      district: text(20).optional(),
      segment: Segment.optional(),
      ...PageQuery,
    }),
    reply: z.object({ ...page(CompanionRecord).shape, total: z.int() }),
  }),
  addCompanion: endpoint({
    method: 'POST',
    path: '/companions/roster',
    summary: '新增陪诊员 (运营)',
    body: CompanionRecordInput,
    reply: CompanionRecord,
  }),
  getCompanionRecord: endpoint({
    method: 'GET',
    path: '/companions/roster/:id',
    summary: '陪诊员档案 (运营)',
    params: IdParams,
    reply: CompanionRecord,
  }),
  updateCompanionRecord: endpoint({
    method: 'PUT',
    path: '/companions/roster/:id',
    summary: '修改陪诊员档案 (运营); 不带手机号则不变',
    params: IdParams,
    body: z.strictObject({ ...CompanionRecordInput.shape, phone: Phone.optional() }),
    reply: CompanionRecord,
  }),
  setCompanionStatus: endpoint({
    method: 'POST',
    path: '/companions/roster/:id/status',
    summary: '停用或恢复陪诊员 (运营)',
    params: IdParams,
    body: z.strictObject({ status: CompanionStatus, reason: text(200, 2) }),
    reply: CompanionRecord,
  }),
  getCompanionCalendar: endpoint({
    method: 'GET',
    path: '/companions/roster/:id/calendar',
    summary: '陪诊员日历 (运营)',
    params: IdParams,
    query: z.strictObject(rangeQuery),
    reply: Calendar,
  }),
  setCompanionPhoto: endpoint({
    method: 'PUT',
    path: '/companions/roster/:id/photo',
    summary: '上传陪诊员照片 (运营), base64',
    params: IdParams,
    body: z.strictObject({ imageBase64: z.string().max(7_000_000) }),
    reply: CompanionRecord,
  }),
}

export type Segment = z.output<typeof Segment>
export type CompanionCard = z.output<typeof CompanionCard>
export type AvailableCompanion = z.output<typeof AvailableCompanion>
export type MyCompanion = z.output<typeof MyCompanion>
export type CompanionRecord = z.output<typeof CompanionRecord>
export type CompanionRecordInput = z.output<typeof CompanionRecordInput>
export type WeeklyHours = z.output<typeof WeeklyHours>
export type FreeDay = z.output<typeof FreeDay>
