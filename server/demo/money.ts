/** Money of the demo beside the visits: coupons, a companion's withdrawals, a compensation. Each act looks first, so that a second run goes on. */
import { addMinutes } from '../core/clock.ts'
import { idOf } from './stage.ts'
import type { Cast } from './stories.ts'
import type { Moment } from './timeline.ts'
import type { Visit } from './visit.ts'

const COUPONS = [
  {
    code: 'NEWCARE8',
    name: '新客立减',
    funderCode: 'platform',
    funderName: '平台',
    offFen: 2000,
    minPriceFen: 15_000,
    totalCount: 5000,
  },
  {
    code: 'SHEQU826',
    name: '徐汇社区助老券',
    funderCode: 'xuhui-community',
    funderName: '徐汇社区服务中心（演示）',
    offFen: 5000,
    minPriceFen: 20_000,
    totalCount: 300,
  },
]

export const couponsAt = (cast: Cast, at: Date): Moment[] => [
  {
    at,
    act: async () => {
      const api = await cast.stage.asOperator(cast.admin)
      for (const { code, ...rest } of COUPONS)
        await api.coupons.addCouponKind({
          body: {
            commandId: idOf(`coupon kind ${code}`),
            coupon: {
              ...rest,
              code,
              offPercent: 0,
              maxOffFen: rest.offFen,
              validFrom: at.toISOString(),
              validTo: addMinutes(at, 180 * 24 * 60).toISOString(),
              perAccount: 2,
            },
          },
        })
    },
  },
]

/** She registers herself, takes out ¥100, confirms it in WeChat; a second one waits for her tap. */
export function withdrawalsAt(cast: Cast, name: string, at: Date): Moment[] {
  const person = cast.companions.get(name)
  if (!person) throw new Error(`the withdrawals want ${name}`)
  const { stage } = cast
  const withdraw = (word: string, amountFen: number) => async (): Promise<void> => {
    const api = await stage.as(person)
    await api.payments.requestWithdrawal({ body: { commandId: idOf(word), amountFen } })
  }
  const confirm = async (): Promise<void> => {
    const api = await stage.as(person)
    const { items } = await api.payments.listMyWithdrawals({ query: {} })
    for (const { confirm: confirmation } of items) if (confirmation) await stage.outside.confirmTransfer(confirmation)
  }
  const check = async (): Promise<void> => {
    const api = await stage.as(person)
    for (const { id } of (await api.payments.listMyWithdrawals({ query: {} })).items)
      await api.payments.checkMyWithdrawal({ params: { id } })
  }
  return [
    {
      at,
      act: async () => {
        const api = await stage.as(person)
        await api.payments.setPayee({ body: { commandId: idOf(`payee ${name}`), realName: name } })
      },
    },
    { at: addMinutes(at, 3), act: withdraw(`withdrawal ${name}`, 10_000) },
    { at: addMinutes(at, 8), act: confirm },
    { at: addMinutes(at, 30), act: check },
    { at: addMinutes(cast.now, -40), act: withdraw(`second withdrawal ${name}`, 6_000) },
  ]
}

/** A young fund has little: ours is put beside it, by two people. */
function topUpAt({ stage, admin, finance }: Cast, at: Date): Moment[] {
  return [
    {
      at,
      act: async () => {
        const api = await stage.asOperator(admin)
        await api.payments.proposePosting({
          body: {
            commandId: idOf('top-up'),
            kind: 'fund-top-up',
            amountFen: 12_000,
            party: null,
            reference: '演示-赔付金-01',
            reason: '赔付金余额偏低，从佣金补充',
          },
        })
      },
    },
    {
      at: addMinutes(at, 2),
      act: async () => {
        const api = await stage.asOperator(finance)
        const { items } = await api.payments.listProposals({ query: { state: 'proposed' } })
        for (const { id, version } of items)
          await api.payments.approveProposal({
            params: { id },
            body: { commandId: idOf(`approve ${id}`), version, reason: '同意补充' },
          })
      },
    },
  ]
}

/** She came late and the number was gone: the desk proposes, finance approves, the family has it within minutes. */
export function claimAt(cast: Cast, visit: Visit, at: Date): Moment[] {
  const { stage, admin, finance } = cast
  return [
    ...topUpAt(cast, addMinutes(at, -30)),
    {
      at,
      act: async () => {
        const { id } = await visit.order()
        const api = await stage.asOperator(admin)
        await api.payments.openClaim({
          body: {
            commandId: idOf('claim'),
            orderId: id,
            ruleCode: 'late',
            amountFen: 3000,
            reason: '（演示）陪诊员迟到 20 分钟，超声预约改到下午',
            proofs: [
              { kind: '订单时间线', text: '见面时间晚于约定 20 分钟' },
              { kind: '挂号或检查预约凭证', text: '家属上传的超声预约单' },
            ],
          },
        })
      },
    },
    {
      at: addMinutes(at, 6),
      act: async () => {
        const api = await stage.asOperator(finance)
        const { items } = await api.payments.listClaims({ query: { state: 'proposed' } })
        for (const { id, version } of items)
          await api.payments.approveClaim({
            params: { id },
            body: { commandId: idOf(`approve ${id}`), version, reason: '证据齐全，同意先行赔付' },
          })
      },
    },
    // nobody acts: the money arrives and is told
    { at: addMinutes(at, 10), act: async () => {} },
    { at: addMinutes(at, 12), act: async () => {} },
  ]
}
