/** One task per transfer asks the provider; its key lets others hurry it. */
import type { Tx } from '../../core/database.ts'
import { addTask } from '../../core/tasks.ts'

export const SEND_TRANSFER = 'payments.send-transfer'
/** asks once whatever the state here: an end can be taken back by the provider */
export const LAST_LOOK = -1
export const LAST_LOOK_HOURS = 24

export interface SendTransfer {
  number: string
  /** how often it was asked, or LAST_LOOK */
  step: number
}

export const sendTransferAt = (tx: Tx, payload: SendTransfer, now: Date, runAt: Date): Promise<void> =>
  addTask(tx, { kind: SEND_TRANSFER, key: `${SEND_TRANSFER}:${payload.number}`, payload, now, runAt })
