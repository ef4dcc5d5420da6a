import Taro from '@tarojs/taro'
import type { PaymentParams } from '@banyi/contract/orders'
import { loadInstallation } from './config'
import { leaveFor, returnUrl, takePay } from './web-return'

export type PayAnswer = 'paid' | 'cancelled' | 'away'

/** `away`: the browser has left for the cashier and comes back to `page`. Only the server knows whether money moved. */
export async function pay(params: PaymentParams, page: string): Promise<PayAnswer> {
  const { appId, timeStamp, nonceStr, signType, paySign } = params
  if (process.env.TARO_ENV === 'weapp') {
    try {
      await Taro.requestPayment({ timeStamp, nonceStr, package: params.package, signType, paySign })
      return 'paid'
    } catch (error) {
      if (/cancel/.test(String((error as { errMsg?: string }).errMsg))) return 'cancelled'
      throw new Error('微信支付没有打开，订单还在，可以再付一次', { cause: error })
    }
  }
  const { peopleUrl } = await loadInstallation()
  if (!peopleUrl) throw new Error('这里不能用微信支付，请在微信小程序里付款')
  leaveFor(`${peopleUrl}/cashier`, {
    appId,
    timeStamp,
    nonceStr,
    package: params.package,
    signType,
    paySign,
    redirect: returnUrl(page),
  })
  return 'away'
}

export const cashierSaid = (): 'ok' | 'cancel' | null => (process.env.TARO_ENV === 'h5' ? takePay() : null)
