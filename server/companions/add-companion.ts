import type { CompanionRecordInput, companions } from '@banyi/contract/companions'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { randomUUID } from 'node:crypto'
import { writeAudit } from '../core/audit.ts'
import { shanghaiDay } from '../core/clock.ts'
import { sqlState, UNIQUE_VIOLATION } from '../core/database.ts'
import { invalid } from '../core/errors.ts'
import { actorOf, type Actor } from '../core/viewer.ts'
import { findAccountIdsByPhone, hashPhone } from '../identity/index.ts'
import type { OperatorContext, System } from '../system.ts'
import { insertCompanion } from './companion-queries.ts'
import { showRecord } from './get-companion-record.ts'
import { unique } from './unique.ts'

type Operation = typeof companions.addCompanion

export async function addCompanion(c: OperatorContext, { body }: InputOf<Operation>): Promise<ReturnOf<Operation>> {
  return showRecord(c, await createCompanion(c, body, actorOf(c.viewer)))
}

/** Without a request, too: the demo and the tests. Returns the id. */
export async function createCompanion(system: System, input: CompanionRecordInput, by: Actor): Promise<string> {
  const { phone, ...said } = input
  const now = system.clock.now()
  const fields = checkedFields(said, now)
  const id = randomUUID()
  // she may have been a user long before
  const [accountId = null] = await findAccountIdsByPhone(system, phone)
  await refuseTakenPhone(() =>
    system.db.tx(async (tx) => {
      const enc = await system.cipher.seal(tx, id, 'phone', phone)
      await insertCompanion(tx, { id, accountId, phone: { enc, hash: hashPhone(system, phone) }, fields, now })
      await writeAudit(tx, { actor: by, action: 'companions.add', subjectId: id, now })
    }),
  )
  return id
}

/** Each list holds each thing once; years that cannot be are refused. */
export function checkedFields(
  fields: Omit<CompanionRecordInput, 'phone'>,
  now: Date,
): Omit<CompanionRecordInput, 'phone'> {
  const year = Number(shanghaiDay(now).slice(0, 4))
  if (fields.startedYear > year) throw invalid('startedYear', '从业年份不能晚于今年')
  if (year - fields.birthYear < 18) throw invalid('birthYear', '陪诊员须年满 18 周岁')
  if (fields.startedYear - fields.birthYear < 16) throw invalid('startedYear', '从业年份与出生年份不符')
  const { verified, segments, skills, languages, districts } = fields
  return {
    ...fields,
    verified: unique(verified),
    segments: unique(segments),
    skills: unique(skills),
    languages: unique(languages),
    districts: unique(districts),
  }
}

/** One record per phone. (An account that belongs to two phones of the roster cannot be: identity keeps one phone each.) */
export async function refuseTakenPhone<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) throw invalid('phone', '这个手机号已经登记过')
    throw error
  }
}
