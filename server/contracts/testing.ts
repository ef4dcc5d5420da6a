/** Set-up for tests of contracts: what orders would freeze. */
import { randomUUID } from 'node:crypto'
import { companionPerson, type Person } from '../core/testing/people.ts'
import type { World } from '../core/testing/world.ts'
import { agreeByCompanion, agreeByFamily } from './agree.ts'
import { currentTemplateVersion } from './templates.ts'
import type { ContractTerms } from './terms.ts'

export const PHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) MicroMessenger/8.0.50 miniProgram/wx0'

export const termsOf = (wish: Partial<ContractTerms> = {}): ContractTerms => ({
  orderNumber: 'BY202611240001',
  serviceName: '半天陪诊（4 小时）',
  hospitalName: '复旦大学附属中山医院',
  departmentName: '心内科',
  startsAt: '2026-11-25T01:00:00.000Z',
  endsAt: '2026-11-25T05:00:00.000Z',
  patientNameMasked: '王*兰',
  familyName: '李晓雯',
  companionName: '',
  lines: [
    { name: '半天陪诊', amountFen: 26_800 },
    { name: '轮椅推行', amountFen: 3_000 },
  ],
  couponName: '新人券',
  couponFen: 2_000,
  insuranceName: '陪诊意外险 基础版',
  premiumFen: 500,
  totalFen: 28_300,
  refundRules: ['提前 24 小时以上取消，全额退款', '提前 4 到 24 小时取消，退 80%', '开始前 4 小时内取消，退 50%'],
  ...wish,
})

export async function agreedByFamily(world: World, family: Person, orderId: string = randomUUID()): Promise<string> {
  await world.system.db.tx((tx) =>
    agreeByFamily(tx, {
      orderId,
      terms: termsOf(),
      accountId: family.accountId,
      device: PHONE,
      ip: '203.0.113.7',
      templateVersion: currentTemplateVersion(),
      now: world.clock.now(),
    }),
  )
  return orderId
}
/** somebody who signs as a companion: contracts know no more of her */
export type Signatory = Person & { companionId: string }
export const signatory = async (world: World): Promise<Signatory> => ({
  ...(await companionPerson(world)),
  companionId: randomUUID(),
})
export const agreedByCompanion = (world: World, companion: Signatory, orderId: string, name = '王秀珍') =>
  world.system.db.tx((tx) =>
    agreeByCompanion(tx, {
      orderId,
      companionId: companion.companionId,
      companionName: name,
      accountId: companion.accountId,
      device: PHONE,
      ip: '2001:db8:aa::7',
      templateVersion: currentTemplateVersion(),
      now: world.clock.now(),
    }),
  )
