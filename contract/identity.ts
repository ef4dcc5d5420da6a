/** Who somebody is: accounts, sessions, consents, patients, operators. */
import { z } from 'zod'
import { Day, Done, Id, IdParams, Instant, PersonName, Phone, Sex, text } from './common.ts'
import { endpoint } from './endpoint.ts'

export const Purpose = z.enum(['privacy', 'health', 'location', 'companion-sharing', 'insurer-sharing'])
export const Consent = z.object({ purpose: Purpose, version: z.int(), givenAt: Instant, isCurrent: z.boolean() })
/** two layers: `summary` is what people read before they agree, `text` is the whole policy (Markdown) */
export const Policy = z.object({
  purpose: Purpose,
  version: z.int(),
  title: z.string(),
  summary: z.string(),
  text: z.string(),
  isRequired: z.boolean(),
})

export const Account = z.object({
  id: Id,
  nickname: z.string(),
  phoneMasked: z.string().nullable(),
  hasWechat: z.boolean(),
  isElderMode: z.boolean(),
  consents: z.array(Consent),
})
export const Session = z.object({ token: z.string(), expiresAt: Instant, account: Account, isNewAccount: z.boolean() })

export const Relation = z.enum(['self', 'mother', 'father', 'spouse', 'child', 'grandparent', 'relative', 'friend'])
export const EmergencyContact = z.object({ name: PersonName, relation: text(20, 1), phone: Phone })
const patientFields = {
  name: PersonName,
  relation: Relation,
  sex: Sex,
  birthDate: Day,
  phone: Phone.nullable().default(null),
  allergies: text(300).default(''),
  mobility: z.enum(['walks', 'slow', 'wheelchair', 'stretcher']).default('walks'),
  hearing: z.enum(['good', 'hard', 'deaf']).default('good'),
  dialect: text(30).default(''),
  notes: text(500).default(''),
  emergencyContacts: z.array(EmergencyContact).max(3, '最多填写 3 位紧急联系人').default([]),
}
export const PatientInput = z.strictObject({
  ...patientFields,
  /** 18-digit identity number; null clears it, absent keeps it */
  identityNumber: z.string().trim().nullable().optional(),
})
export const Patient = z.object({
  id: Id,
  ...patientFields,
  ageYears: z.int(),
  identityNumberMasked: z.string().nullable(),
  updatedAt: Instant,
})

export const Duty = z.enum(['reviewer', 'dispatcher', 'finance', 'content', 'security', 'audit'])
export const Operator = z.object({
  id: Id,
  username: z.string(),
  name: z.string(),
  duties: z.array(Duty),
  isActive: z.boolean(),
})
export const OperatorSession = z.object({ token: z.string(), expiresAt: Instant, operator: Operator })

const smsCode = z.string().regex(/^\d{6}$/, '验证码为 6 位数字')

export const identity = {
  signInByWechat: endpoint({
    method: 'POST',
    path: '/identity/sign-in/wechat',
    summary: '微信登录',
    body: z.strictObject({ code: z.string().min(1).max(200) }),
    reply: Session,
  }),
  sendSmsCode: endpoint({
    method: 'POST',
    path: '/identity/sms-codes',
    summary: '发送短信验证码',
    body: z.strictObject({ phone: Phone }),
    reply: z.object({ retryAfterSeconds: z.int(), expiresInSeconds: z.int() }),
  }),
  signInBySms: endpoint({
    method: 'POST',
    path: '/identity/sign-in/sms',
    summary: '短信登录, 新号码即注册',
    /** version of the privacy policy ticked on the sign-in page: a new phone is stored only with it (CONSENT_REQUIRED otherwise, the code stays good) */
    body: z.strictObject({ phone: Phone, code: smsCode, privacyVersion: z.int().nullable().default(null) }),
    reply: Session,
  }),
  bindPhoneByWechat: endpoint({
    method: 'POST',
    path: '/identity/phone/wechat',
    summary: '微信手机号绑定',
    body: z.strictObject({ code: z.string().min(1).max(200) }),
    reply: Account,
  }),
  bindPhoneBySms: endpoint({
    method: 'POST',
    path: '/identity/phone/sms',
    summary: '短信绑定手机号',
    body: z.strictObject({ phone: Phone, code: smsCode }),
    reply: Account,
  }),
  rotateSession: endpoint({
    method: 'POST',
    path: '/identity/session/rotate',
    summary: '换发登录凭证',
    reply: z.object({ token: z.string(), expiresAt: Instant }),
  }),
  signOut: endpoint({ method: 'POST', path: '/identity/sign-out', summary: '退出登录', reply: Done }),
  signOutEverywhere: endpoint({
    method: 'POST',
    path: '/identity/sign-out-everywhere',
    summary: '退出所有设备',
    reply: z.object({ count: z.int() }),
  }),
  getMe: endpoint({ method: 'GET', path: '/identity/me', summary: '我的账号', reply: Account }),
  updateMe: endpoint({
    method: 'PUT',
    path: '/identity/me',
    summary: '修改账号',
    body: z.strictObject({ nickname: PersonName.optional(), isElderMode: z.boolean().optional() }),
    reply: Account,
  }),
  listPolicies: endpoint({
    method: 'GET',
    path: '/identity/policies',
    summary: '隐私政策与单独同意',
    reply: z.object({ items: z.array(Policy) }),
  }),
  setConsent: endpoint({
    method: 'POST',
    path: '/identity/consents',
    summary: '同意或撤回',
    body: z.strictObject({ purpose: Purpose, version: z.int(), isGiven: z.boolean() }),
    reply: Account,
  }),
  listPatients: endpoint({
    method: 'GET',
    path: '/identity/patients',
    summary: '就诊人列表',
    reply: z.object({ items: z.array(Patient) }),
  }),
  addPatient: endpoint({
    method: 'POST',
    path: '/identity/patients',
    summary: '新增就诊人',
    body: z.strictObject({ commandId: Id, ...PatientInput.shape }),
    reply: Patient,
  }),
  getPatient: endpoint({
    method: 'GET',
    path: '/identity/patients/:id',
    summary: '就诊人',
    params: IdParams,
    reply: Patient,
  }),
  updatePatient: endpoint({
    method: 'PUT',
    path: '/identity/patients/:id',
    summary: '修改就诊人',
    params: IdParams,
    body: PatientInput,
    reply: Patient,
  }),
  removePatient: endpoint({
    method: 'DELETE',
    path: '/identity/patients/:id',
    summary: '删除就诊人',
    params: IdParams,
    reply: Done,
  }),
  signInOperator: endpoint({
    method: 'POST',
    path: '/identity/operators/sign-in',
    summary: '运营登录',
    body: z.strictObject({
      username: z.string().min(1).max(50),
      password: z.string().min(1).max(200),
      totp: z.string().regex(/^\d{6}$/, '动态码为 6 位数字'),
    }),
    reply: OperatorSession,
  }),
  getOperatorMe: endpoint({ method: 'GET', path: '/identity/operators/me', summary: '当前运营', reply: Operator }),
  listOperators: endpoint({
    method: 'GET',
    path: '/identity/operators',
    summary: '运营名单',
    reply: z.object({ items: z.array(Operator) }),
  }),
  addOperator: endpoint({
    method: 'POST',
    path: '/identity/operators',
    summary: '新增运营',
    body: z.strictObject({
      username: z.string().regex(/^[a-z][a-z0-9._-]{2,29}$/, '小写字母开头, 3 到 30 位'),
      name: PersonName,
      password: z.string().min(12, '密码至少 12 位').max(200),
      duties: z.array(Duty).min(1),
    }),
    reply: z.object({ operator: Operator, totpUri: z.string() }),
  }),
  setOperatorActive: endpoint({
    method: 'POST',
    path: '/identity/operators/:id/active',
    summary: '停用或启用运营',
    params: IdParams,
    body: z.strictObject({ isActive: z.boolean(), reason: text(200, 2) }),
    reply: Operator,
  }),
}

export type Purpose = z.output<typeof Purpose>
export type Account = z.output<typeof Account>
export type Session = z.output<typeof Session>
export type Patient = z.output<typeof Patient>
export type PatientInput = z.output<typeof PatientInput>
export type Policy = z.output<typeof Policy>
export type Duty = z.output<typeof Duty>
export type Operator = z.output<typeof Operator>
