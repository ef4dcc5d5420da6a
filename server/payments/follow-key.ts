/** One task per payment and per refund asks the provider; its key lets others hurry it or end it. */
import type { Tx } from '../core/database.ts'
import { addTask } from '../core/tasks.ts'

export const FOLLOW_PAYMENT = 'payments.follow-payment'
export const SEND_REFUND = 'payments.send-refund'
export const followKey = (number: string): string => `${FOLLOW_PAYMENT}:${number}`

export const LAST_LOOK = -1

export interface FollowPayment {
  number: string
  /** how often it was asked; LAST_LOOK asks once whatever the state here */
  step: number
  /** close it now instead of at its expiry */
  mustClose?: boolean
}
export interface SendRefund {
  number: string
  step: number
}

export const followPaymentAt = (tx: Tx, payload: FollowPayment, now: Date, runAt: Date): Promise<void> =>
  addTask(tx, { kind: FOLLOW_PAYMENT, key: followKey(payload.number), payload, now, runAt })

export const sendRefundAt = (tx: Tx, payload: SendRefund, now: Date, runAt: Date): Promise<void> =>
  addTask(tx, { kind: SEND_REFUND, key: `${SEND_REFUND}:${payload.number}`, payload, now, runAt })
