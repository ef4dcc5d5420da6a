/** The whole HTTP surface, by module. */
import { companions } from './companions.ts'
import { hospitals } from './hospitals.ts'
import { identity } from './identity.ts'
import { messaging } from './messaging.ts'
import { orders } from './orders.ts'
import { payments } from './payments.ts'
import { realtime } from './realtime.ts'

export const contract = { identity, hospitals, companions, orders, payments, messaging, realtime }
export type Contract = typeof contract
