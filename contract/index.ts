/** The whole HTTP surface, by module. */
import { companions } from './companions.ts'
import { contracts } from './contracts.ts'
import { coupons } from './coupons.ts'
import { hospitals } from './hospitals.ts'
import { identity } from './identity.ts'
import { insurance } from './insurance.ts'
import { messaging } from './messaging.ts'
import { orders } from './orders.ts'
import { payments } from './payments.ts'
import { realtime } from './realtime.ts'
import { transparency } from './transparency.ts'

export const contract = {
  identity,
  hospitals,
  companions,
  coupons,
  insurance,
  contracts,
  orders,
  payments,
  messaging,
  transparency,
  realtime,
}
export type Contract = typeof contract
