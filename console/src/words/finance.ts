/** Chinese words for money matters: accounts, states, kinds. Typed by the contract; kept apart from the first chunk. */
import type { AccountKind, ProposalKind } from '@banyi/contract/payments/finance'
import type { ClaimState, FundRule } from '@banyi/contract/payments/fund'
import type { BillLine, DifferenceKind, DifferenceState, Resolution } from '@banyi/contract/payments/reconciliation'
import type { BankType, RefundState } from '@banyi/contract/payments/refunds'
import type { TransferState } from '@banyi/contract/payments/shapes'
import type { Tone } from './labels.ts'

type Named<K extends string> = Readonly<Record<K, string>>
type Toned<K extends string> = Readonly<Record<K, Tone>>

interface Account {
  name: string
  what: string
  /** where the money is, whose it is, or only the name of an old account */
  side: 'where' | 'whose' | 'retired'
}
export const accounts: Readonly<Record<AccountKind, Account>> = {
  provider: { name: '微信支付账户', what: '在微信商户号里的钱', side: 'where' },
  bank: { name: '银行往来', what: '和我们银行账户之间转进转出的净额', side: 'where' },
  coupon: { name: '优惠券出资方', what: '出资方还没有付给我们的券款', side: 'where' },
  fee: { name: '手续费', what: '微信支付扣下的手续费', side: 'where' },
  suspense: { name: '待查', what: '对账差异，查清之前放在这里', side: 'where' },
  held: { name: '托管', what: '家属已付、服务还没确认的钱', side: 'whose' },
  refunding: { name: '退款中', what: '已答应退给家属、还没到账的钱', side: 'whose' },
  earnings: { name: '陪诊员余额', what: '陪诊员已挣到、还没提走的钱', side: 'whose' },
  transit: { name: '转账途中', what: '提现和赔付里正在路上的钱', side: 'whose' },
  commission: { name: '佣金', what: '平台自己的收入', side: 'whose' },
  premium: { name: '应付保费', what: '收到、要付给保险公司的保费', side: 'whose' },
  fund: { name: '先行赔付金', what: '从佣金里提出来，先行赔付用', side: 'whose' },
  income: { name: '旧收入科目', what: '旧科目，已停用', side: 'retired' },
}
const isAccount = (kind: string): kind is AccountKind => Object.hasOwn(accounts, kind)
/** an account of one order or person carries its owner behind a colon: held:0198… */
export const accountName = (account: string): string => {
  const kind = account.split(':')[0] ?? ''
  return isAccount(kind) ? accounts[kind].name : account
}

export const transferStates: Named<TransferState> = {
  'awaiting-approval': '等待审批',
  sending: '处理中',
  'awaiting-user': '待确认收款',
  transferring: '入账中',
  paid: '已到账',
  rejected: '未批准',
  failed: '未成功',
  cancelled: '已撤回',
  reversed: '已退回',
}
export const transferTones: Toned<TransferState> = {
  'awaiting-approval': 'warn',
  sending: 'active',
  'awaiting-user': 'wait',
  transferring: 'active',
  paid: 'good',
  rejected: 'quiet',
  failed: 'danger',
  cancelled: 'quiet',
  reversed: 'danger',
}
export const refundStates: Named<RefundState> = {
  abnormal: '异常',
  'at-our-bank': '已退到平台银行户',
  failed: '失败',
  refused: '没有受理',
  requested: '待发送',
  processing: '退款中',
  refunded: '已退款',
}
export const refundTones: Toned<RefundState> = {
  abnormal: 'danger',
  'at-our-bank': 'danger',
  failed: 'danger',
  refused: 'warn',
  requested: 'active',
  processing: 'active',
  refunded: 'good',
}
export const claimStates: Named<ClaimState> = {
  proposed: '待批准',
  approved: '已批准',
  paying: '付款中',
  'awaiting-user': '待家属确认收款',
  paid: '已到账',
  rejected: '已驳回',
  failed: '没有付成',
}
export const claimTones: Toned<ClaimState> = {
  proposed: 'warn',
  approved: 'active',
  paying: 'active',
  'awaiting-user': 'wait',
  paid: 'good',
  rejected: 'quiet',
  failed: 'danger',
}
export const responsibleNames: Named<FundRule['responsible']> = {
  companion: '陪诊员',
  platform: '平台',
  insurer: '保险公司',
  none: '没有责任方',
}
/** who bears it in the end */
export const whoBears = (responsible: FundRule['responsible']): string =>
  `${responsible === 'none' ? '赔付金' : responsibleNames[responsible]}承担`

export const differenceStates: Named<DifferenceState> = {
  open: '待处理',
  taken: '处理中',
  proposed: '待复核',
  resolved: '已处理',
  gone: '已消失',
}
export const differenceTones: Toned<DifferenceState> = {
  open: 'danger',
  taken: 'active',
  proposed: 'warn',
  resolved: 'good',
  gone: 'quiet',
}
export const differenceKinds: Readonly<Record<DifferenceKind, { name: string; advice: string }>> = {
  'missing-here': { name: '微信有，我们没有', advice: '微信账单有，账上没有。先查是否有晚到的回调。' },
  'missing-there': { name: '我们有，微信没有', advice: '账上有，微信账单没有。可能跨日，隔天会自己消失。' },
  amount: { name: '金额不同', advice: '两边都有，数目不同。请逐笔核对。' },
  status: { name: '状态不同', advice: '两边都有，结果不同：一边成功，一边没有。' },
  time: { name: '不在同一天', advice: '两边都有，记在不同的日子。' },
  balance: { name: '余额不同', advice: '一天结束时，账上的余额和微信的不一样。' },
}
export const resolutions: Readonly<Record<Resolution, { name: string; effect: string }>> = {
  later: { name: '不用入账', effect: '只是记在了别的日子或到得晚，不用记账。' },
  'book-theirs': { name: '以微信为准，差额先挂账', effect: '账单是对的：差额先记到待查，两边余额就一致。' },
  'from-suspense': { name: '从挂账转出', effect: '查清了：把放在待查里的钱记到它该在的账户。' },
  loss: { name: '作损失核销', effect: '找不回来：由平台承担，记到佣金。' },
}
export const lineStatuses: Named<BillLine['status']> = { matched: '一致', booked: '按账单入账', different: '不一致' }
export const lineTones: Toned<BillLine['status']> = { matched: 'good', booked: 'active', different: 'danger' }
export const sourceNames: Named<BillLine['source']> = { trade: '交易账单', fund: '资金账单' }

export const proposalStates = { proposed: '等同意', posted: '已入账', rejected: '已驳回' } as const
export const proposalTones = { proposed: 'warn', posted: 'good', rejected: 'quiet' } as const

interface ProposalWords {
  name: string
  /** what it does with the books */
  effect: string
  party: 'none' | 'companion' | 'funder' | 'posting'
  /** what to type as the reference */
  reference: string
}
export const proposalKinds: Readonly<Record<ProposalKind, ProposalWords>> = {
  'bank-withdrawal': {
    name: '从微信支付转到银行',
    effect: '微信支付账户减少，银行往来增加。',
    party: 'none',
    reference: '微信提现单号',
  },
  'bank-deposit': {
    name: '从银行转入微信支付',
    effect: '银行往来减少，微信支付账户增加。',
    party: 'none',
    reference: '银行流水号',
  },
  'premium-remitted': {
    name: '付给保险公司',
    effect: '应付保费减少，银行往来减少。',
    party: 'none',
    reference: '银行流水号',
  },
  'channel-settled': {
    name: '出资方付清优惠券',
    effect: '出资方欠的券款减少，银行往来增加。',
    party: 'funder',
    reference: '银行流水号',
  },
  'fund-top-up': { name: '补充先行赔付金', effect: '佣金减少，先行赔付金增加。', party: 'none', reference: '审批单号' },
  'fund-endowed': {
    name: '投入先行赔付金',
    effect: '银行往来增加，先行赔付金增加。钱要另记一笔存入微信支付账户，才付得出去。',
    party: 'none',
    reference: '银行流水号',
  },
  'recovery-received': {
    name: '收到追偿款',
    effect: '银行往来增加，先行赔付金增加。',
    party: 'none',
    reference: '银行流水号',
  },
  'earnings-credit': {
    name: '补给陪诊员',
    effect: '佣金减少，这位陪诊员的余额增加，会出现在月结单里。',
    party: 'companion',
    reference: '单据编号',
  },
  'earnings-debit': {
    name: '从陪诊员扣回',
    effect: '这位陪诊员的余额减少，佣金增加，会出现在月结单里。',
    party: 'companion',
    reference: '单据编号',
  },
  'commission-paid-out': {
    name: '利润转出',
    effect: '佣金减少，银行往来减少。',
    party: 'none',
    reference: '银行流水号',
  },
  reversal: {
    name: '更正一笔分录',
    effect: '记一笔方向相反、金额相同的分录；原来的那笔不动。',
    party: 'posting',
    reference: '审批单号',
  },
}
export const bankNames: Named<BankType> = {
  ICBC_DEBIT: '工商银行',
  ABC_DEBIT: '农业银行',
  BOC_DEBIT: '中国银行',
  CCB_DEBIT: '建设银行',
  PSBC_DEBIT: '邮储银行',
  COMM_DEBIT: '交通银行',
  CMB_DEBIT: '招商银行',
  SPDB_DEBIT: '浦发银行',
  CIB_DEBIT: '兴业银行',
  CITIC_DEBIT: '中信银行',
  CEB_DEBIT: '光大银行',
  CMBC_DEBIT: '民生银行',
  PAB_DEBIT: '平安银行',
  GDB_DEBIT: '广发银行',
  NBCB_DEBIT: '宁波银行',
}
