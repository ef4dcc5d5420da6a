import type { TransparencyReport } from '@banyi/contract/transparency'
import { sayMoney } from '@/say/money'
import { sayMinutes } from '@/say/time'

interface Figure {
  name: string
  value: string
  note?: string
}

const times = (n: number): string => (n === 0 ? '没有' : `${n} 次`)
const orNone = (minutes: number | null): string =>
  minutes === null ? '没有可算的' : minutes < 1 ? '不到 1 分钟' : sayMinutes(minutes)

/** The figures of a month in plain words, in the order of a family's questions. */
export function partsOf({ orders, incidents, refunds, disputes, fund, insurance }: TransparencyReport): {
  title: string
  figures: Figure[]
}[] {
  return [
    {
      title: '订单',
      figures: [
        { name: '付了款的', value: `${orders.paid} 单` },
        { name: '完成服务的', value: `${orders.served} 单` },
        { name: '取消的', value: `${orders.cancelled} 单` },
      ],
    },
    {
      title: '意外情况',
      figures: [
        { name: '陪诊员没有来', value: times(incidents.companionNoShow) },
        { name: '到了时间没有人能去', value: times(incidents.unserved) },
        { name: '陪诊员来晚了', value: times(incidents.late) },
        { name: '临时换了陪诊员', value: times(incidents.handedOver) },
        { name: '就诊人没有来', value: times(incidents.patientNoShow) },
      ],
    },
    {
      title: '退款',
      figures: [
        { name: '退了几笔', value: `${refunds.count} 笔` },
        { name: '一共退了', value: sayMoney(refunds.amountFen) },
        { name: '一半在多久内退到', value: orNone(refunds.medianMinutes) },
        { name: '第一次没退成', value: `${refunds.failed} 笔`, note: '之后由人跟到退成' },
      ],
    },
    {
      title: '异议',
      figures: [
        { name: '家属提出', value: `${disputes.opened} 件` },
        { name: '已经处理', value: `${disputes.resolved} 件` },
        { name: '其中家属有理', value: `${disputes.forFamily} 件` },
        {
          name: '一半在多久内处理完',
          value: orNone(disputes.medianHours === null ? null : disputes.medianHours * 60),
        },
      ],
    },
    {
      title: '先行赔付金',
      figures: [
        { name: '月初余额', value: sayMoney(fund.openingFen) },
        { name: '从佣金里放进', value: sayMoney(fund.setAsideFen) },
        { name: '赔给家属', value: sayMoney(fund.paidFen), note: `${fund.paidCount} 件` },
        { name: '向责任方追回', value: sayMoney(fund.recoveredFen) },
        { name: '月末余额', value: sayMoney(fund.closingFen) },
        { name: '一半在批准后多久到账', value: orNone(fund.medianMinutesToPay) },
      ],
    },
    {
      title: '保险',
      figures: [
        { name: '家属自己买的保单', value: `${insurance.policies} 份` },
        { name: '报案', value: `${insurance.claims} 件` },
        { name: '保险公司赔了', value: sayMoney(insurance.claimsPaidFen) },
      ],
    },
  ]
}
