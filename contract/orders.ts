/** One accompanied visit, from the quote to the confirmed report. */
import { z } from 'zod'
import {
  Day,
  Done,
  Fen,
  Id,
  IdParams,
  Instant,
  PageQuery,
  PersonName,
  Point,
  Sex,
  commandFields,
  page,
  text,
} from './common.ts'
import { CompanionCard, Segment } from './companions.ts'
import { endpoint } from './endpoint.ts'
import { afterSales, BornBy, Dispute, Income } from './orders/after-sales.ts'
import { PolicyState } from './insurance.ts'
import { HospitalId } from './hospitals.ts'

export const PackageKind = z.enum(['half-day', 'full-day', 'collect-report', 'fetch-medicine', 'register'])
export const AddOn = z.enum(['wheelchair', 'early-morning', 'cross-district-pickup'])
/** the order of the words is the order of a visit; see server/orders/order-states.ts for what may follow what */
export const OrderState = z.enum([
  'booked',
  'paid',
  'accepted',
  'departed',
  'met',
  'registered',
  'in-consultation',
  'exams',
  'medicine',
  'arrived',
  'handled',
  'finished',
  'reported',
  'confirmed',
  'expired',
  'cancelled',
  'no-show',
])
/** steps a companion records; errands use departed, arrived, handled, finished */
export const MilestoneKind = z.enum([
  'departed',
  'met',
  'registered',
  'in-consultation',
  'exams',
  'medicine',
  'arrived',
  'handled',
  'finished',
])
/** everything a timeline shows, in order of time */
export const TimelineKind = z.enum([
  'booked',
  'paid',
  'assigned',
  'accepted',
  'refused',
  'handed-over',
  ...MilestoneKind.options,
  'reported',
  'confirmed',
  'rescheduled',
  'cancelled',
  'expired',
  'no-show',
  'refunded',
  'code-locked',
  'code-renewed',
  'insured',
  'insurance-failed',
  'insurance-cancelled',
  'disputed',
  'dispute-decided',
  'tipped',
  'compensated',
])

/** a line of the price; coupons are negative, insurance:<plan> is the insurer's, coupon:<funder> names who pays for it */
export const PriceItem = z.object({
  code: z.string(),
  name: z.string(),
  amountFen: z.int(),
  note: z.string().optional(),
})
export const PackageOffer = z.object({
  kind: PackageKind,
  name: z.string(),
  description: z.string(),
  minutes: z.int(),
  priceFen: Fen,
  isErrand: z.boolean(),
})
export const PriceList = z.object({
  city: z.string(),
  version: z.int(),
  effectiveFrom: Instant,
  packages: z.array(PackageOffer),
  segments: z.array(z.object({ segment: Segment, name: z.string(), surchargeFen: Fen })),
  addOns: z.array(z.object({ addOn: AddOn, name: z.string(), description: z.string(), priceFen: Fen })),
})
export const RefundRule = z.object({
  /** hours before the start, from which the share is given back */ fromHours: z.number(),
  refundPercent: z.int(),
  text: z.string(),
})

export const QuoteInput = z.strictObject({
  hospitalId: HospitalId,
  packageKind: PackageKind,
  segment: Segment.default('general'),
  /** early-morning is added by the server when the start is before 07:30 */
  addOns: z.array(AddOn).max(3).default([]),
  startsAt: Instant,
  companionId: Id.nullable().default(null),
  /** an offer of insurance.listOffers; nothing is insured unless the family asks for it */
  insuranceOfferId: Id.nullable().default(null),
  /** one of the family's coupons */
  couponId: Id.nullable().default(null),
})
export const Quote = z.object({
  token: z.string(),
  lines: z.array(PriceItem),
  /** what the family pays */
  totalFen: Fen,
  /** before coupon and insurance */
  serviceFen: Fen,
  couponFen: Fen,
  premiumFen: Fen,
  /** why the coupon or the offer was left out; empty when it was not */
  remarks: z.array(z.string()),
  /** the contract that is agreed to by booking */
  contractVersion: z.int(),
  startsAt: Instant,
  endsAt: Instant,
  expiresAt: Instant,
  refundRules: z.array(RefundRule),
  priceVersion: z.int(),
})

export const BookInput = z.strictObject({
  commandId: Id,
  /** the signed quote; hospital, package, time and companion come from it */
  quoteToken: z.string().min(10).max(6000),
  /** the version of the service contract that the family read and agrees to */
  contractVersion: z.int(),
  patientId: Id,
  departmentCode: text(20).nullable().default(null),
  meetingPoint: text(100, 1),
  /** what the visit is for, in the family's words; health data */
  need: text(1000).default(''),
  /** the patient's own authorisation; required for errands done in person for her */
  hasAuthorisation: z.boolean().default(false),
})

export const TimelineEntry = z.object({
  kind: TimelineKind,
  at: Instant,
  /** a sentence as people say it: 王阿姨 9:10 已到门诊大厅 */
  sentence: z.string(),
  isNotApplicable: z.boolean(),
  note: z.string(),
  byWhom: z.enum(['family', 'companion', 'operator', 'system']),
})
export const Step = z.object({
  kind: MilestoneKind,
  name: z.string(),
  isRequired: z.boolean(),
  state: z.enum(['done', 'not-applicable', 'next', 'later']),
  at: Instant.nullable(),
})
export const Place = z.object({
  point: Point,
  accuracyMeters: z.number().nullable(),
  at: Instant,
  sentence: z.string(),
})
export const HospitalBrief = z.object({
  id: HospitalId,
  name: z.string(),
  district: z.string(),
  address: z.string(),
  location: Point.nullable(),
})
export const OrderCompanion = z.object({
  ...CompanionCard.shape,
  /** only while the visit concerns them */ phone: z.string().nullable(),
})
export const Money = z.object({
  totalFen: Fen,
  paidFen: Fen,
  refundedFen: Fen,
  refundPendingFen: Fen,
  couponFen: Fen,
  premiumFen: Fen,
  tipFen: Fen,
  compensatedFen: Fen,
})
/** the insurance of an order in a line; all of it at insurance.getPolicyOfOrder */
export const InsuranceBrief = z.object({
  state: PolicyState,
  stateName: z.string(),
  planName: z.string(),
  policyNumber: z.string().nullable(),
  sentence: z.string(),
})

const orderBase = {
  id: Id,
  number: z.string(),
  version: z.int(),
  state: OrderState,
  stateName: z.string(),
  packageKind: PackageKind,
  packageName: z.string(),
  segment: Segment,
  addOns: z.array(AddOn),
  isErrand: z.boolean(),
  startsAt: Instant,
  endsAt: Instant,
  hospital: HospitalBrief,
  meetingPoint: z.string(),
}
export const OrderCard = z.object({
  ...orderBase,
  patientName: z.string(),
  departmentName: z.string().nullable(),
  companionName: z.string().nullable(),
  totalFen: Fen,
  payBefore: Instant.nullable(),
  nextSentence: z.string(),
})
/** what the family that booked sees */
export const FamilyOrder = z.object({
  ...orderBase,
  createdAt: Instant,
  patient: z.object({ id: Id, name: z.string(), ageYears: z.int(), sex: Sex }),
  departmentName: z.string().nullable(),
  need: z.string(),
  companion: OrderCompanion.nullable(),
  /** true while a paid order has no companion: the family may choose another or wait */
  isAwaitingCompanion: z.boolean(),
  lines: z.array(PriceItem),
  money: Money,
  payBefore: Instant.nullable(),
  visitCode: z.string().nullable(),
  isVisitCodeLocked: z.boolean(),
  steps: z.array(Step),
  timeline: z.array(TimelineEntry),
  place: Place.nullable(),
  nextSentence: z.string(),
  nextExpectedAt: Instant.nullable(),
  autoConfirmAt: Instant.nullable(),
  insurance: InsuranceBrief.nullable(),
  dispute: Dispute.nullable(),
  can: z.object({
    dispute: z.boolean(),
    withdrawDispute: z.boolean(),
    tip: z.boolean(),
    pay: z.boolean(),
    cancel: z.boolean(),
    reschedule: z.boolean(),
    chooseCompanion: z.boolean(),
    confirm: z.boolean(),
    reportNoShow: z.boolean(),
    chat: z.boolean(),
  }),
})
/** what one order shows a companion; fields are null where she has no right (yet, or any more) */
export const TaskCard = z.object({
  ...orderBase,
  tab: z.enum(['open', 'active', 'done']),
  incomeFen: Fen,
  income: Income,
  isChosenByFamily: z.boolean(),
  patientAgeBand: z.string(),
  patientSex: Sex,
  distanceMeters: z.int().nullable(),
  nextSentence: z.string(),
})
export const Task = z.object({
  ...TaskCard.shape,
  phase: z.enum(['before-acceptance', 'visit', 'over']),
  patient: z
    .object({
      name: z.string(),
      ageYears: z.int(),
      phone: z.string().nullable(),
      allergies: z.string(),
      mobility: z.string(),
      hearing: z.string(),
      dialect: z.string(),
      notes: z.string(),
      emergencyContacts: z.array(z.object({ name: z.string(), relation: z.string(), phone: z.string() })),
    })
    .nullable(),
  familyPhone: z.string().nullable(),
  departmentName: z.string().nullable(),
  need: z.string().nullable(),
  steps: z.array(Step),
  nextStep: MilestoneKind.nullable(),
  timeline: z.array(TimelineEntry),
  needsVisitCode: z.boolean(),
  isVisitCodeLocked: z.boolean(),
  visitCodeAttemptsLeft: z.int(),
  /** the contract that she agrees to by accepting */
  contractVersion: z.int(),
  /** a dispute of the family holds her income back */
  isDisputed: z.boolean(),
  report: z.lazy(() => Report).nullable(),
  can: z.object({
    accept: z.boolean(),
    refuse: z.boolean(),
    handOver: z.boolean(),
    advance: z.boolean(),
    reportNoShow: z.boolean(),
    writeReport: z.boolean(),
    chat: z.boolean(),
    sendLocation: z.boolean(),
  }),
})
export const ReportInput = z.strictObject({
  summary: text(2000, 5),
  /** what the doctor said, word for word; never the companion's own view */
  doctorsWords: text(2000).default(''),
  medicines: z
    .array(z.strictObject({ name: text(60, 1), usage: text(200).default('') }))
    .max(30)
    .default([]),
  followUps: z
    .array(z.strictObject({ what: text(200, 1), day: Day.nullable().default(null) }))
    .max(20)
    .default([]),
  expenses: z
    .array(z.strictObject({ what: text(60, 1), amountFen: Fen }))
    .max(30)
    .default([]),
})
export const Report = z.object({
  ...ReportInput.shape,
  orderNumber: z.string(),
  patientName: z.string(),
  hospitalName: z.string(),
  departmentName: z.string().nullable(),
  companionName: z.string(),
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  submittedAt: Instant,
  timeline: z.array(TimelineEntry),
})

export const RefundPreview = z.object({
  refundFen: Fen,
  keptFen: Fen,
  refundPercent: z.int(),
  /** the premium comes back apart, when the insurer has cancelled */
  premiumFen: Fen,
  sentence: z.string(),
  rules: z.array(RefundRule),
  version: z.int(),
})
export const ReschedulePreview = z.object({
  startsAt: Instant,
  endsAt: Instant,
  isPossible: z.boolean(),
  sentence: z.string(),
  refundFen: Fen,
  changesLeft: z.int(),
  version: z.int(),
})
export const PaymentParams = z.object({
  appId: z.string(),
  timeStamp: z.string(),
  nonceStr: z.string(),
  package: z.string(),
  signType: z.literal('RSA'),
  paySign: z.string(),
  totalFen: Fen,
  payBefore: Instant,
})
export const FamilyLink = z.object({
  id: Id,
  label: z.string(),
  createdAt: Instant,
  expiresAt: Instant,
  revokedAt: Instant.nullable(),
  openedCount: z.int(),
  lastOpenedAt: Instant.nullable(),
  maxOpens: z.int(),
})
/** what a person with a link sees: the visit, not the file */
export const LiveView = z.object({
  orderId: Id,
  state: OrderState,
  stateName: z.string(),
  patientName: z.string(),
  hospitalName: z.string(),
  startsAt: Instant,
  endsAt: Instant,
  companionName: z.string().nullable(),
  companionPhotoUrl: z.string().nullable(),
  steps: z.array(Step),
  timeline: z.array(TimelineEntry),
  place: Place.nullable(),
  nextSentence: z.string(),
  nextExpectedAt: Instant.nullable(),
  linkExpiresAt: Instant,
})

/** operators */
export const BoardRow = z.object({
  ...orderBase,
  createdAt: Instant,
  patientName: z.string(),
  companionId: Id.nullable(),
  companionName: z.string().nullable(),
  totalFen: Fen,
  flags: z.array(
    z.enum([
      'unassigned',
      'late',
      'code-locked',
      'refund-failed',
      'no-companion-urgent',
      'awaiting-report',
      'disputed',
      'insurance-failed',
    ]),
  ),
})
export const OperatorOrder = z.object({
  ...BoardRow.shape,
  patient: z.object({ name: z.string(), ageYears: z.int(), sex: Sex, phoneMasked: z.string().nullable() }),
  familyPhoneMasked: z.string().nullable(),
  departmentName: z.string().nullable(),
  need: z.string(),
  lines: z.array(PriceItem),
  money: Money,
  postings: z.array(
    z.object({
      id: Id,
      at: Instant,
      kind: z.string(),
      sentence: z.string(),
      entries: z.array(z.object({ account: z.string(), amountFen: z.int() })),
    }),
  ),
  timeline: z.array(TimelineEntry),
  steps: z.array(Step),
  refundPreview: RefundPreview.nullable(),
  insurance: InsuranceBrief.nullable(),
  dispute: Dispute.nullable(),
  income: Income.nullable(),
  log: z.array(z.object({ at: Instant, actor: z.string(), action: z.string(), reason: z.string() })),
  can: z.object({
    assign: z.boolean(),
    cancel: z.boolean(),
    refund: z.boolean(),
    renewCode: z.boolean(),
    confirm: z.boolean(),
    decideDispute: z.boolean(),
    /** settled: after that the compensation fund pays */
    compensate: z.boolean(),
  }),
})
const PriceListInput = z.strictObject({
  city: text(20, 1),
  effectiveFrom: Instant,
  packages: z.array(z.strictObject({ kind: PackageKind, priceFen: Fen })).length(5, '五种服务都要有价格'),
  segments: z.array(z.strictObject({ segment: Segment, surchargeFen: Fen })).length(5, '五种类型都要有加价'),
  addOns: z.array(z.strictObject({ addOn: AddOn, priceFen: Fen })).length(3, '三种附加都要有价格'),
})

const command = z.strictObject({ ...commandFields })
const reasoned = z.strictObject({ ...commandFields, reason: text(300, 2) })
const LinkParams = z.strictObject({ id: Id, linkId: Id })

export const orders = {
  getPriceList: endpoint({
    method: 'GET',
    path: '/orders/price-list',
    summary: '价目表',
    query: z.strictObject({ city: text(20).default('上海市') }),
    reply: PriceList,
  }),
  getQuote: endpoint({
    method: 'POST',
    path: '/orders/quotes',
    summary: '报价 (服务器签名, 15 分钟有效)',
    body: QuoteInput,
    reply: Quote,
  }),
  bookOrder: endpoint({ method: 'POST', path: '/orders', summary: '预约', body: BookInput, reply: FamilyOrder }),
  listMyOrders: endpoint({
    method: 'GET',
    path: '/orders',
    summary: '我的订单',
    query: z.strictObject({ tab: z.enum(['active', 'unpaid', 'done', 'all']).default('all'), ...PageQuery }),
    reply: page(OrderCard),
  }),
  getMyOrder: endpoint({ method: 'GET', path: '/orders/:id', summary: '订单', params: IdParams, reply: FamilyOrder }),
  payOrder: endpoint({
    method: 'POST',
    path: '/orders/:id/pay',
    summary: '发起微信支付',
    params: IdParams,
    body: command,
    reply: PaymentParams,
  }),
  checkPayment: endpoint({
    method: 'POST',
    path: '/orders/:id/payment-check',
    summary: '向微信支付查询结果',
    params: IdParams,
    reply: FamilyOrder,
  }),
  previewCancel: endpoint({
    method: 'GET',
    path: '/orders/:id/cancellation',
    summary: '取消前看退款',
    params: IdParams,
    reply: RefundPreview,
  }),
  cancelOrder: endpoint({
    method: 'POST',
    path: '/orders/:id/cancel',
    summary: '取消订单; refundFen 是看到的退款',
    params: IdParams,
    body: z.strictObject({ ...commandFields, reason: text(300).default(''), refundFen: Fen }),
    reply: FamilyOrder,
  }),
  previewReschedule: endpoint({
    method: 'GET',
    path: '/orders/:id/reschedule',
    summary: '改期前看结果',
    params: IdParams,
    query: z.strictObject({ startsAt: Instant }),
    reply: ReschedulePreview,
  }),
  rescheduleOrder: endpoint({
    method: 'POST',
    path: '/orders/:id/reschedule',
    summary: '改期, 陪诊员不变',
    params: IdParams,
    body: z.strictObject({ ...commandFields, startsAt: Instant }),
    reply: FamilyOrder,
  }),
  chooseCompanion: endpoint({
    method: 'POST',
    path: '/orders/:id/companion',
    summary: '换一位陪诊员, null 为请平台安排',
    params: IdParams,
    body: z.strictObject({ ...commandFields, companionId: Id.nullable() }),
    reply: FamilyOrder,
  }),
  confirmOrder: endpoint({
    method: 'POST',
    path: '/orders/:id/confirm',
    summary: '确认服务完成',
    params: IdParams,
    body: command,
    reply: FamilyOrder,
  }),
  renewVisitCode: endpoint({
    method: 'POST',
    path: '/orders/:id/visit-code',
    summary: '换一个就诊码 (也解锁)',
    params: IdParams,
    body: command,
    reply: FamilyOrder,
  }),
  reportCompanionNoShow: endpoint({
    method: 'POST',
    path: '/orders/:id/companion-no-show',
    summary: '陪诊员没有来',
    params: IdParams,
    body: reasoned,
    reply: FamilyOrder,
  }),
  getReport: endpoint({
    method: 'GET',
    path: '/orders/:id/report',
    summary: '服务报告',
    params: IdParams,
    reply: Report,
  }),
  listLinks: endpoint({
    method: 'GET',
    path: '/orders/:id/links',
    summary: '亲情链接',
    params: IdParams,
    reply: z.object({ items: z.array(FamilyLink) }),
  }),
  createLink: endpoint({
    method: 'POST',
    path: '/orders/:id/links',
    summary: '新建亲情链接; token 只出现这一次',
    params: IdParams,
    body: z.strictObject({
      commandId: Id,
      label: PersonName,
      hours: z.int().min(1).max(168).default(48),
      maxOpens: z.int().min(1).max(200).default(50),
    }),
    reply: z.object({ link: FamilyLink, token: z.string() }),
  }),
  revokeLink: endpoint({
    method: 'DELETE',
    path: '/orders/:id/links/:linkId',
    summary: '收回亲情链接',
    params: LinkParams,
    reply: Done,
  }),
  openLink: endpoint({
    method: 'POST',
    path: '/orders/links/open',
    summary: '打开亲情链接, 换短期凭证',
    body: z.strictObject({ token: z.string().min(20).max(100) }),
    reply: z.object({ viewToken: z.string(), expiresAt: Instant, view: LiveView }),
  }),
  getLiveView: endpoint({
    method: 'GET',
    path: '/orders/live',
    summary: '亲情链接看到的实时进度 (凭 viewToken)',
    reply: LiveView,
  }),

  listTasks: endpoint({
    method: 'GET',
    path: '/orders/tasks',
    summary: '任务中心',
    query: z.strictObject({
      tab: z.enum(['open', 'active', 'done']).default('active'),
      lat: z.coerce.number().optional(),
      lng: z.coerce.number().optional(),
      ...PageQuery,
    }),
    reply: z.object({ ...page(TaskCard).shape, counts: z.object({ open: z.int(), active: z.int(), done: z.int() }) }),
  }),
  getTask: endpoint({ method: 'GET', path: '/orders/tasks/:id', summary: '任务', params: IdParams, reply: Task }),
  acceptTask: endpoint({
    method: 'POST',
    path: '/orders/tasks/:id/accept',
    summary: '接单, 同意服务合同',
    params: IdParams,
    body: z.strictObject({ ...commandFields, contractVersion: z.int() }),
    reply: Task,
  }),
  refuseTask: endpoint({
    method: 'POST',
    path: '/orders/tasks/:id/refuse',
    summary: '不接',
    params: IdParams,
    body: reasoned,
    reply: Done,
  }),
  handOverTask: endpoint({
    method: 'POST',
    path: '/orders/tasks/:id/hand-over',
    summary: '转交',
    params: IdParams,
    body: reasoned,
    reply: Done,
  }),
  recordMilestone: endpoint({
    method: 'POST',
    path: '/orders/tasks/:id/milestones',
    summary: '记录节点',
    params: IdParams,
    body: z.strictObject({
      ...commandFields,
      kind: MilestoneKind,
      isNotApplicable: z.boolean().default(false),
      reason: text(200).default(''),
      note: text(300).default(''),
      visitCode: z.string().max(10).nullable().default(null),
      location: z
        .strictObject({ ...Point.shape, accuracyMeters: z.number().min(0).max(100000).nullable().default(null) })
        .nullable()
        .default(null),
      /** the phone's time when it was tapped, for taps kept while offline */ tappedAt:
        Instant.nullable().default(null),
    }),
    reply: Task,
  }),
  reportPatientNoShow: endpoint({
    method: 'POST',
    path: '/orders/tasks/:id/patient-no-show',
    summary: '就诊人没有来',
    params: IdParams,
    body: reasoned,
    reply: Task,
  }),
  sendLocation: endpoint({
    method: 'POST',
    path: '/orders/tasks/:id/location',
    summary: '上报位置 (服务期间)',
    params: IdParams,
    body: z.strictObject({ ...Point.shape, accuracyMeters: z.number().min(0).max(100000).nullable().default(null) }),
    reply: Done,
  }),
  submitReport: endpoint({
    method: 'POST',
    path: '/orders/tasks/:id/report',
    summary: '提交服务报告',
    params: IdParams,
    body: z.strictObject({ ...commandFields, report: ReportInput }),
    reply: Task,
  }),

  listBoard: endpoint({
    method: 'GET',
    path: '/orders/board',
    summary: '订单看板 (运营)',
    query: z.strictObject({
      state: z.string().max(200).optional(),
      flag: z.string().max(40).optional(),
      query: text(50).optional(),
      district: text(20).optional(),
      companionId: Id.optional(),
      from: Day.optional(),
      to: Day.optional(),
      sort: z.enum(['starts-asc', 'starts-desc', 'created-desc']).default('starts-asc'),
      ...PageQuery,
    }),
    reply: z.object({ ...page(BoardRow).shape, total: z.int() }),
  }),
  countBoard: endpoint({
    method: 'GET',
    path: '/orders/board/counts',
    summary: '看板计数 (运营)',
    query: z.strictObject({ from: Day.optional(), to: Day.optional() }),
    reply: z.object({ byState: z.record(z.string(), z.int()), byFlag: z.record(z.string(), z.int()) }),
  }),
  getBoardOrder: endpoint({
    method: 'GET',
    path: '/orders/board/:id',
    summary: '订单详情 (运营)',
    params: IdParams,
    reply: OperatorOrder,
  }),
  assignCompanion: endpoint({
    method: 'POST',
    path: '/orders/board/:id/assign',
    summary: '指派陪诊员 (调度)',
    params: IdParams,
    body: z.strictObject({ ...commandFields, companionId: Id, reason: text(300, 2) }),
    reply: OperatorOrder,
  }),
  cancelByOperator: endpoint({
    method: 'POST',
    path: '/orders/board/:id/cancel',
    summary: '取消并退款 (调度)',
    params: IdParams,
    body: z.strictObject({ ...commandFields, reason: text(300, 2), refundFen: Fen }),
    reply: OperatorOrder,
  }),
  refundByOperator: endpoint({
    method: 'POST',
    path: '/orders/board/:id/refund',
    summary: '部分退款 (财务)',
    params: IdParams,
    body: z.strictObject({
      ...commandFields,
      reason: text(300, 2),
      amountFen: Fen.min(1),
      bornBy: BornBy.default('shared'),
    }),
    reply: OperatorOrder,
  }),
  renewCodeByOperator: endpoint({
    method: 'POST',
    path: '/orders/board/:id/visit-code',
    summary: '为家属换就诊码 (调度)',
    params: IdParams,
    body: reasoned,
    reply: OperatorOrder,
  }),
  listPriceVersions: endpoint({
    method: 'GET',
    path: '/orders/prices',
    summary: '价目历史 (运营)',
    query: z.strictObject({ city: text(20).default('上海市') }),
    reply: z.object({ items: z.array(PriceList) }),
  }),
  addPriceVersion: endpoint({
    method: 'POST',
    path: '/orders/prices',
    summary: '发布新价目 (财务)',
    body: PriceListInput,
    reply: PriceList,
  }),
  ...afterSales,
}

export type PackageKind = z.output<typeof PackageKind>
export type AddOn = z.output<typeof AddOn>
export type OrderState = z.output<typeof OrderState>
export type MilestoneKind = z.output<typeof MilestoneKind>
export type TimelineKind = z.output<typeof TimelineKind>
export type TimelineEntry = z.output<typeof TimelineEntry>
export type Place = z.output<typeof Place>
export type Step = z.output<typeof Step>
export type PriceItem = z.output<typeof PriceItem>
export type PriceList = z.output<typeof PriceList>
export type QuoteInput = z.output<typeof QuoteInput>
export type Quote = z.output<typeof Quote>
export type BookInput = z.output<typeof BookInput>
export type OrderCard = z.output<typeof OrderCard>
export type FamilyOrder = z.output<typeof FamilyOrder>
export type TaskCard = z.output<typeof TaskCard>
export type Task = z.output<typeof Task>
export type ReportInput = z.output<typeof ReportInput>
export type Report = z.output<typeof Report>
export type RefundPreview = z.output<typeof RefundPreview>
export type ReschedulePreview = z.output<typeof ReschedulePreview>
export type PaymentParams = z.output<typeof PaymentParams>
export type FamilyLink = z.output<typeof FamilyLink>
export type LiveView = z.output<typeof LiveView>
export type BoardRow = z.output<typeof BoardRow>
export type OperatorOrder = z.output<typeof OperatorOrder>
