import type { Compensation } from '@banyi/contract/payments/fund'
import { loadInstallation } from './config'
import { leaveFor, returnUrl, takeTransfer } from './web-return'

type Confirmation = NonNullable<NonNullable<Compensation['transfer']>['confirm']>
export type TransferAnswer = 'confirmed' | 'cancelled' | 'away'

/** Taro does not know it yet; base library 3.3.0 */
interface WithTransfers {
  canIUse: (name: string) => boolean
  requestMerchantTransfer?: (
    options: Confirmation & { success: () => void; fail: (reason: { errMsg: string }) => void },
  ) => void
}
declare const wx: WithTransfers

/** `away`: the browser has left and comes back to `page`. Only the server knows whether money moved. */
export async function confirmTransfer(confirm: Confirmation, page: string): Promise<TransferAnswer> {
  const { mchId, appId } = confirm
  if (process.env.TARO_ENV === 'weapp') {
    if (!wx.requestMerchantTransfer || !wx.canIUse('requestMerchantTransfer'))
      throw new Error('这个微信版本太旧，还不能确认收款。请更新微信后再来，钱会为您留着。')
    const open = wx.requestMerchantTransfer
    return new Promise((resolve, reject) =>
      open({
        mchId,
        appId,
        package: confirm.package,
        success: () => resolve('confirmed'),
        fail: (reason) =>
          /cancel/.test(reason.errMsg)
            ? resolve('cancelled')
            : reject(new Error('微信收款没有打开，钱还在，可以再试一次', { cause: reason })),
      }),
    )
  }
  const { peopleUrl } = await loadInstallation()
  if (!peopleUrl) throw new Error('这里不能确认收款，请在微信小程序里打开')
  leaveFor(`${peopleUrl}/transfer`, { mchId, appId, package: confirm.package, redirect: returnUrl(page) })
  return 'away'
}

export const transferSaid = (): 'ok' | 'cancel' | null => (process.env.TARO_ENV === 'h5' ? takeTransfer() : null)
