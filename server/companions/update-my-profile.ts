import type { companions } from '@banyi/contract/companions'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { AccountContext } from '../system.ts'
import { updateProfile } from './companion-queries.ts'
import { getMyCompanion } from './get-my-companion.ts'
import { unique } from './unique.ts'
import { requireMe } from './who.ts'

type Operation = typeof companions.updateMyProfile

export async function updateMyProfile(c: AccountContext, { body }: InputOf<Operation>): Promise<ReturnOf<Operation>> {
  await requireMe(c)
  const profile = {
    introduction: body.introduction,
    languages: unique(body.languages),
    districts: unique(body.districts),
    skills: unique(body.skills),
  }
  await c.db.tx((tx) => updateProfile(tx, c.viewer.accountId, profile, c.clock.now()))
  return getMyCompanion(c)
}
