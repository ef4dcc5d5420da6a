/** What a transfer is called and what happens next, as people say it. */
import type { TransferState } from '@banyi/contract/payments/shapes'
import { addHours } from '../../core/clock.ts'
import { sayMoment } from '../../core/words.ts'
import type { TransferRow } from './transfer-queries.ts'

export const stateNames: Record<TransferState, string> = {
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
/** the receiver has this long to confirm */
const CONFIRM_HOURS = 24

export function sentenceOf(row: TransferRow): string {
  const back = row.kind === 'withdrawal' ? '钱已退回收入余额' : '平台会再联系您'
  const why = row.fail_reason ?? ''
  switch (row.state) {
    case 'awaiting-approval':
      return '金额较大，需要两位财务批准'
    case 'sending':
      return '正在提交微信，一般几分钟内有结果'
    case 'awaiting-user':
      if (row.wants_cancel) return '正在撤回，等微信确认'
      return `请在 ${sayMoment(addHours(row.provider_created_at ?? row.changed_at, CONFIRM_HOURS))} 前到微信确认收款，过期自动退回`
    case 'transferring':
      return '已确认收款，微信正在入账'
    case 'paid':
      return '已到账微信零钱'
    case 'rejected':
      return `财务没有批准：${why}。${back}`
    case 'failed':
      return `没有成功：${why}。${back}`
    case 'cancelled':
      return `已撤回，${back}`
    case 'reversed':
      return `到账后被微信退回：${why}。${back}`
  }
}

const OTHER_NAME = '姓名与微信实名不一致'
const ACCOUNT_TROUBLE = '收款的微信账户异常'
const NO_ACCOUNT = '收款的微信账户不存在'
const TOO_MUCH = '超过微信的收款额度'
/** fail_reason and error codes of the provider that a receiver can do something about */
const REASONS: Record<string, string> = {
  NAME_NOT_CORRECT: OTHER_NAME,
  REAL_NAME_CHECK_FAIL: OTHER_NAME,
  ID_CARD_NOT_CORRECT: OTHER_NAME,
  OVERDUE_CLOSE: '24 小时内没有确认收款',
  MCH_CANCEL: '平台撤回了转账',
  ACCOUNT_FROZEN: '收款的微信账户被冻结',
  PAYEE_ACCOUNT_ABNORMAL: ACCOUNT_TROUBLE,
  USER_ACCOUNT_ABNORMAL: ACCOUNT_TROUBLE,
  ACCOUNT_NOT_EXIST: NO_ACCOUNT,
  OPENID_INVALID: NO_ACCOUNT,
  RECEIVE_ACCOUNT_NOT_CONFIGURE: '微信里还没有设置收款方式',
  DAY_RECEIVED_COUNT_EXCEED: '今天的微信收款次数已满',
  DAY_RECEIVED_QUOTA_EXCEED: TOO_MUCH,
  REALNAME_ACCOUNT_RECEIVED_QUOTA_EXCEED: TOO_MUCH,
  BLOCK_B2C_USERLIMITAMOUNT_MONTH: TOO_MUCH,
  BLOCK_B2C_USERLIMITAMOUNT_BSRULE_MONTH: TOO_MUCH,
  TRANSFER_QUOTA_EXCEED: TOO_MUCH,
  TRANSFER_RISK: '微信风控没有放行',
}
export const sayFailReason = (code: string | null): string =>
  (code && REASONS[code]) || `微信没有办成${code ? `（${code}）` : ''}`
