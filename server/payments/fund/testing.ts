/** Set-up for tests of the fund: money in it, people of finance, a claim and its approval. */
import type { Claim } from '@banyi/contract/payments/fund'
import { randomUUID } from 'node:crypto'
import { operatorWith, type Person, type Staff } from '../../core/testing/people.ts'
import type { World } from '../../core/testing/world.ts'
import { paidOrder, settle, type Wish } from '../testing.ts'

/** The fund gets its share (5 %) of an order that was all commission. */
export async function fundGets(world: World, fen: number): Promise<void> {
  for (let left = fen * 20; left > 0; left -= 5_000_000) {
    const amountFen = Math.min(left, 5_000_000)
    const order = await paidOrder(world, { amountFen })
    await settle(world, order, { keptFen: amountFen, incomeFen: 0, lines: [] })
  }
}

export interface Desk {
  dispatcher: Staff
  finance: Staff
  second: Staff
}
export const openDesk = async (world: World): Promise<Desk> => ({
  dispatcher: await operatorWith(world, ['dispatcher'], '陈调度'),
  finance: await operatorWith(world, ['finance'], '周财务'),
  second: await operatorWith(world, ['finance'], '吴财务'),
})

export const orderOf = (world: World, family: Person): Promise<Wish> =>
  paidOrder(world, { accountId: family.accountId, openid: family.openid })

type ClaimBody = Parameters<Staff['api']['payments']['openClaim']>[0]['body']
/** ¥100.00 because of the platform's own fault, which one person approves */
export const claimBody = (orderId: string, wish: Partial<ClaimBody> = {}): ClaimBody => ({
  commandId: randomUUID(),
  orderId,
  ruleCode: 'platform-fault',
  amountFen: 10_000,
  reason: '系统派错医院，家属另打车',
  proofs: [{ kind: '系统记录或聊天记录', text: '会话 11:02' }],
  ...wish,
})
export const companionFault = (orderId: string, wish: Partial<ClaimBody> = {}): ClaimBody =>
  claimBody(orderId, {
    ruleCode: 'late',
    reason: '迟到四十分钟，错过专家号',
    proofs: [
      { kind: '订单时间线', text: '出发晚了' },
      { kind: '挂号或检查预约凭证', text: '预约单照片' },
    ],
    ...wish,
  })
export const openedBy = (staff: Staff, body: ClaimBody): Promise<Claim> => staff.api.payments.openClaim({ body })

export const decision = (claim: Pick<Claim, 'version'>, wish: object = {}) => ({
  commandId: randomUUID(),
  version: claim.version,
  reason: '核实无误',
  ...wish,
})
export const approvedBy = (staff: Staff, claim: Claim): Promise<Claim> =>
  staff.api.payments.approveClaim({ params: { id: claim.id }, body: decision(claim) })
