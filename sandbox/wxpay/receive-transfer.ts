/** The payee's side, which the real vendor keeps inside the WeChat app: looking at a transfer and taking it. */
import type { World } from '../core/world.ts'
import { findTransfer, findTransferByPackage, moveTransfer, type Transfer } from './transfers.ts'

/** What wx.requestMerchantTransfer is given. */
export type TransferRequest = { mchId: string; appId: string; package: string; openId?: string }
export type TransferProblem =
  | 'missing-field'
  | 'wrong-merchant'
  | 'wrong-appid'
  | 'unknown-package'
  | 'other-person'
  | 'already-received'
  | 'on-its-way'
  | 'over'

export type TransferOffer = { problem?: TransferProblem; transfer?: Transfer }

export function readTransfer(world: World, wish: Partial<TransferRequest>): TransferOffer {
  const { mchId, appId, package: pack, openId } = wish
  if (!mchId || !appId || !pack) return { problem: 'missing-field' }
  if (mchId !== world.keys.wxpay.mchid) return { problem: 'wrong-merchant' }
  if (appId !== world.keys.wechat.appid) return { problem: 'wrong-appid' }
  const transfer = findTransferByPackage(world, pack)
  if (!transfer) return { problem: 'unknown-package' }
  if (openId && openId !== transfer.openid) return { problem: 'other-person' }
  if (transfer.state === 'SUCCESS') return { problem: 'already-received', transfer }
  if (transfer.state === 'TRANSFERING') return { problem: 'on-its-way', transfer }
  if (transfer.state !== 'WAIT_USER_CONFIRM' || transfer.expires_at <= world.clock.now())
    return { problem: 'over', transfer }
  return { transfer }
}

/** The money is on its way after this; a second press changes nothing. */
export function confirmTransfer(world: World, wish: Partial<TransferRequest>): TransferOffer {
  const offer = readTransfer(world, wish)
  if (offer.problem || !offer.transfer) return offer
  const { transfer } = offer
  world.state.tx(() => moveTransfer(world, transfer, 'TRANSFERING'))
  return { transfer: findTransfer(world, transfer.out_bill_no) ?? transfer }
}
