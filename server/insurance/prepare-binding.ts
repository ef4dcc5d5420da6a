/** Before the first word to the insurer: is it still agreed to, and what exactly is sent. Sealed with the patient's key. */
import type { Tx } from '../core/database.ts'
import { sql } from '../core/sql.ts'
import { accountContact, findPatients, hasConsent, identityNumberForInsurer } from '../identity/index.ts'
import type { InsuredPerson } from '../outside/insurer/port.ts'
import type { System } from '../system.ts'
import { concludePolicy, isOver } from './conclude-policy.ts'
import {
  changePolicy,
  insertBinding,
  listBindings,
  lockPolicy,
  type BindingRow,
  type PolicyRow,
} from './policy-queries.ts'

const FIELD = 'insured_person'

export async function prepareBinding(system: System, policy: PolicyRow): Promise<void> {
  const person = await readPerson(system, policy)
  const sealed =
    typeof person === 'string'
      ? null
      : await system.cipher.seal(system.db, policy.patient_id, FIELD, JSON.stringify(person))
  await system.db.tx(async (tx) => {
    const now = system.clock.now()
    const current = await lockPolicy(tx, policy.id)
    if (!current || isOver(current) || !current.is_wanted || current.period !== policy.period) return
    if (typeof person === 'string') return giveUp(tx, current, person, now)
    if ((await listBindings(tx, policy.id)).some(({ period }) => period === current.period)) return
    const { id, period, starts_at, ends_at } = current
    const number = `BX${current.order_number}S${period}`
    await insertBinding(tx, { number, policy_id: id, period, starts_at, ends_at, person_sealed: sealed }, now)
  })
}

/** Words for people when nothing may or can be sent. */
async function readPerson(system: System, policy: PolicyRow): Promise<InsuredPerson | string> {
  if (!(await hasConsent(system.db, policy.account_id, 'insurer-sharing'))) return '您撤回了向保险公司提供信息的同意'
  const patient = (await findPatients(system, [policy.patient_id], policy.account_id)).get(policy.patient_id)
  if (!patient) return '就诊人资料已不可用'
  const { phone } = await accountContact(system, policy.account_id)
  if (!phone) return '没有投保人的手机号'
  const identityNumber = await identityNumberForInsurer(system, policy.account_id, policy.patient_id)
  return { name: patient.name, birthDate: patient.birthDate, identityNumber, holderPhone: phone }
}

async function giveUp(tx: Tx, policy: PolicyRow, words: string, now: Date): Promise<void> {
  const late = await changePolicy(tx, policy.id, sql`is_wanted = false, ends_as = 'bind-failed', words = ${words}`, now)
  await concludePolicy(tx, late, now)
}

/** Throws when the patient was forgotten meanwhile. */
export async function openPerson(system: System, policy: PolicyRow, binding: BindingRow): Promise<InsuredPerson> {
  if (!binding.person_sealed) throw new Error(`binding ${binding.number} holds no person`)
  const text = await system.cipher.open(system.db, policy.patient_id, FIELD, binding.person_sealed)
  return JSON.parse(text) as InsuredPerson
}
