/** Signatures of the merchant: over requests, and over what wx.requestPayment carries. Pure: time and nonce come in. */
import { sign, type KeyObject } from 'node:crypto'

export interface MerchantIdentity {
  mchid: string
  /** serial of the merchant certificate, hex */
  serial: string
  privateKey: KeyObject
}

const signRsa = (message: string, key: KeyObject): string =>
  sign('RSA-SHA256', Buffer.from(message), key).toString('base64')

/** `target`: path and query exactly as sent, without the host. */
export function authorizationOf(
  merchant: MerchantIdentity,
  request: { method: string; target: string; body: string; timestamp: number; nonce: string },
): string {
  const { method, target, body, timestamp, nonce } = request
  const signature = signRsa(`${method}\n${target}\n${timestamp}\n${nonce}\n${body}\n`, merchant.privateKey)
  return `WECHATPAY2-SHA256-RSA2048 mchid="${merchant.mchid}",nonce_str="${nonce}",timestamp="${timestamp}",serial_no="${merchant.serial}",signature="${signature}"`
}

export function paySignOf(
  merchant: MerchantIdentity,
  payment: { appId: string; timeStamp: string; nonceStr: string; package: string },
): string {
  return signRsa(
    `${payment.appId}\n${payment.timeStamp}\n${payment.nonceStr}\n${payment.package}\n`,
    merchant.privateKey,
  )
}
