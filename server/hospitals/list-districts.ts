import type { hospitals } from '@banyi/contract/hospitals'
import type { ReturnOf } from '@banyi/contract/endpoint'
import type { AnyoneContext } from '../system.ts'
import { countDistricts } from './hospital-queries.ts'

export async function listDistricts(c: AnyoneContext): Promise<ReturnOf<typeof hospitals.listDistricts>> {
  return { items: await countDistricts(c.db) }
}
