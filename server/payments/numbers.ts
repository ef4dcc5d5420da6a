/** Numbers that the provider knows our payments, refunds and transfers by: letter, day, 60 random bits. */
import { randomBytes } from 'node:crypto'
import { shanghaiDay } from '../core/clock.ts'

const numberWith = (letter: string, now: Date): string =>
  `${letter}${shanghaiDay(now).replaceAll('-', '')}${randomBytes(8).toString('hex').slice(0, 15).toUpperCase()}`
export const newPaymentNumber = (now: Date): string => numberWith('P', now)
export const newRefundNumber = (now: Date): string => numberWith('R', now)
export const newTransferNumber = (now: Date): string => numberWith('T', now)
