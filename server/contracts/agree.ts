/** Both sides agree, inside the transactions of orders: booking and contract exist together or not at all. */
import { randomBytes, randomUUID } from 'node:crypto'
import { shanghaiDay } from '../core/clock.ts'
import type { Tx } from '../core/database.ts'
import { conflict } from '../core/errors.ts'
import { addTask } from '../core/tasks.ts'
import {
  completeContract,
  endContract,
  insertAcceptance,
  insertContract,
  listAcceptances,
  lockContract,
  type ContractRow,
} from './contract-queries.ts'
import { MAKE_PDF } from './make-pdf-task.ts'
import { currentTemplateVersion, templateOf } from './templates.ts'
import { freeze, hashOf, type ContractTerms, type TermsChange } from './terms.ts'

export interface Signer {
  accountId: string
  /** user agent, as the context has it */
  device: string
  ip: string
  /** of the text that was shown */
  templateVersion: number
  now: Date
}
export interface AgreedContract {
  contractId: string
  number: string
  revision: number
}
const agreedOf = (row: ContractRow): AgreedContract => ({
  contractId: row.id,
  number: row.number,
  revision: row.revision,
})

/** Throws CONFLICT when a newer text is in force than the one that was shown. */
export async function agreeByFamily(
  tx: Tx,
  agreement: Signer & { orderId: string; terms: ContractTerms },
): Promise<AgreedContract> {
  const { orderId, terms, templateVersion, accountId, now } = agreement
  if (templateVersion !== currentTemplateVersion()) throw outdated()
  const known = await lockContract(tx, orderId)
  if (known) return agreedOf(known)
  const row = await addRevision(tx, {
    number: newContractNumber(now),
    orderId,
    revision: 1,
    templateVersion,
    terms: withoutCompanion(terms),
    accountId,
    why: '',
    now,
  })
  await accept(tx, row, 'family', terms.familyName, agreement)
  return agreedOf(row)
}

/**
 * The companion takes the order: her name is written into what is frozen, it is complete, and a job makes the paper. One
 * in which another companion stood is replaced first. Null: the order is older than contracts.
 */
export async function agreeByCompanion(
  tx: Tx,
  agreement: Signer & { orderId: string; companionId: string; companionName: string },
): Promise<AgreedContract | null> {
  const { orderId, companionId, companionName, accountId, now } = agreement
  const before = await lockContract(tx, orderId)
  if (!before) return null
  if (agreement.templateVersion !== before.template_version) throw outdated()
  if (before.state === 'complete' && before.companion_account_id === accountId) return agreedOf(before)
  const open =
    before.state === 'open' ? before : await replace(tx, before, withoutCompanion(before.inputs), '更换陪诊员', now)
  const terms = freeze({ ...open.inputs, companionName })
  const hash = hashOf(open.number, open.revision, templateOf(open.template_version), terms)
  const row = await completeContract(tx, open.id, { companionId, accountId, terms, hash }, now)
  await accept(tx, row, 'companion', companionName, agreement)
  await addTask(tx, { kind: MAKE_PDF, key: `${MAKE_PDF}:${row.id}`, payload: { contractId: row.id }, now })
  return agreedOf(row)
}

/**
 * Another time, another price, or the companion is gone: what was agreed to is replaced and waits for a companion's word.
 * The family's own word carries over and says from which revision; `why` is what both sides read.
 */
export async function reviseContract(
  tx: Tx,
  revision: { orderId: string; changes: TermsChange; why: string; now: Date },
): Promise<AgreedContract | null> {
  const { orderId, changes, why, now } = revision
  const before = await lockContract(tx, orderId)
  if (!before) return null
  const terms = freeze({ ...before.inputs, ...changes, companionName: '' })
  const isSame = hashOf(before.number, before.revision, templateOf(before.template_version), terms) === before.hash
  if (isSame) return agreedOf(before)
  return agreedOf(await replace(tx, before, terms, why, now))
}

/** The order ended before a companion agreed. One that is complete stays: it says what was agreed. */
export async function voidContract(tx: Tx, orderId: string, now: Date): Promise<void> {
  const row = await lockContract(tx, orderId)
  if (row?.state === 'open') await endContract(tx, row.id, 'void', now)
}

async function replace(
  tx: Tx,
  before: ContractRow,
  terms: ContractTerms,
  why: string,
  now: Date,
): Promise<ContractRow> {
  const [family] = await listAcceptances(tx, [before.id], 'family')
  await endContract(tx, before.id, 'replaced', now)
  const row = await addRevision(tx, {
    number: before.number,
    orderId: before.order_id,
    revision: before.revision + 1,
    templateVersion: before.template_version,
    terms,
    accountId: before.family_account_id,
    why,
    now,
  })
  // when, how and to what she agreed stays what it was; carried_from says in which revision
  if (family)
    await insertAcceptance(tx, {
      ...family,
      contract_id: row.id,
      carried_from: family.carried_from ?? before.revision,
    })
  return row
}

const withoutCompanion = (terms: ContractTerms): ContractTerms => freeze({ ...terms, companionName: '' })

function addRevision(
  tx: Tx,
  r: {
    number: string
    orderId: string
    revision: number
    templateVersion: number
    terms: ContractTerms
    accountId: string
    why: string
    now: Date
  },
): Promise<ContractRow> {
  const { number, revision, templateVersion, terms } = r
  return insertContract(
    tx,
    {
      id: randomUUID(),
      number,
      order_id: r.orderId,
      revision,
      template_version: templateVersion,
      inputs: terms,
      hash: hashOf(number, revision, templateOf(templateVersion), terms),
      verify_code: newVerifyCode(),
      family_account_id: r.accountId,
      why: r.why,
    },
    r.now,
  )
}

const accept = (
  tx: Tx,
  row: ContractRow,
  side: 'family' | 'companion',
  name: string,
  { accountId, device, ip, now }: Signer,
): Promise<void> =>
  insertAcceptance(tx, {
    contract_id: row.id,
    side,
    account_id: accountId,
    name,
    at: now,
    device: device.slice(0, 300) || '未知设备',
    ip_masked: maskIp(ip),
    hash: row.hash,
    carried_from: null,
  })

const outdated = () => conflict('合同已更新，请看过新的合同后再确认')

/** 203.0.113.7 -> 203.0.*.*; of IPv6 the first two groups stay */
export const maskIp = (ip: string): string => {
  const v4 = /(\d+)\.(\d+)\.\d+\.\d+$/.exec(ip)
  if (v4) return `${v4[1]}.${v4[2]}.*.*`
  const groups = ip.split(':')
  return groups.length > 2 ? `${groups[0]}:${groups[1]}:*` : '*'
}

const newContractNumber = (now: Date): string =>
  `BYHT${shanghaiDay(now).replaceAll('-', '')}${randomBytes(5).readUIntBE(0, 5).toString().padStart(13, '0').slice(-10)}`
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** 80 random bits without letters that look like digits */
const newVerifyCode = (): string => Array.from(randomBytes(16), (byte) => LETTERS[byte % 32]).join('')
