/** The map of the product: every module, in the order of their dependencies. */
import type { Module } from './module.ts'
import { contracts } from './contracts/module.ts'
import { coupons } from './coupons/module.ts'
import { companions } from './companions/module.ts'
import { hospitals } from './hospitals/module.ts'
import { identity } from './identity/module.ts'
import { insurance } from './insurance/module.ts'
import { messaging } from './messaging/module.ts'
import { orders } from './orders/module.ts'
import { payments } from './payments/module.ts'
import { transparency } from './transparency/module.ts'

export const modules: Module[] = [
  identity,
  hospitals,
  companions,
  payments,
  coupons,
  insurance,
  contracts,
  messaging,
  orders,
  transparency,
]
