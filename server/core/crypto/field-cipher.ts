/**
 * Field encryption. Each subject (patient, account) has a data key; the data key is wrapped by a master key that can
 * rotate. AES-256-GCM; subject and field name are bound in, so a value cannot be moved to another row or column.
 */
import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import type { Queryable, Tx } from '../database.ts'
import { sql } from '../sql.ts'

const IV = 12
const TAG = 16
const VERSION = 1
const CACHED_KEYS = 5000

export function sealWith(key: KeyObject, context: string, plain: Buffer): Buffer {
  const iv = randomBytes(IV)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([Buffer.of(VERSION), iv, cipher.getAuthTag(), body])
}
export function openWith(key: KeyObject, context: string, sealed: Buffer): Buffer {
  if (sealed[0] !== VERSION) throw new Error('unknown version of an encrypted field')
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + IV)).setAAD(Buffer.from(context))
  decipher.setAuthTag(sealed.subarray(1 + IV, 1 + IV + TAG))
  return Buffer.concat([decipher.update(sealed.subarray(1 + IV + TAG)), decipher.final()])
}

/** `version:base64,version:base64`; the highest version wraps new keys. */
export function parseMasterKeys(text: string): Map<number, KeyObject> {
  const keys = new Map<number, KeyObject>()
  for (const part of text.split(',')) {
    const [version, base64] = part.includes(':') ? part.split(':') : ['1', part]
    const bytes = Buffer.from(base64 ?? '', 'base64')
    if (!/^\d+$/.test(version ?? '') || bytes.length !== 32)
      throw new Error('MASTER_KEY wants 32 random bytes in base64')
    keys.set(Number(version), createSecretKey(bytes))
  }
  return keys
}

export class FieldCipher {
  readonly #masters: Map<number, KeyObject>
  readonly #newest: number
  readonly #cache = new Map<string, KeyObject>()
  constructor(masters: Map<number, KeyObject>) {
    this.#masters = masters
    this.#newest = Math.max(...masters.keys())
  }

  async seal(db: Queryable, subjectId: string, field: string, plain: string | Buffer): Promise<Buffer> {
    return sealWith(await this.#keyOf(db, subjectId, true), `${subjectId}/${field}`, Buffer.from(plain))
  }
  /** Throws when the value was tampered with or the subject was forgotten. */
  async open(db: Queryable, subjectId: string, field: string, sealed: Buffer): Promise<string> {
    return (await this.openBytes(db, subjectId, field, sealed)).toString('utf8')
  }
  async openBytes(db: Queryable, subjectId: string, field: string, sealed: Buffer): Promise<Buffer> {
    return openWith(await this.#keyOf(db, subjectId, false), `${subjectId}/${field}`, sealed)
  }
  async openMaybe(db: Queryable, subjectId: string, field: string, sealed: Buffer | null): Promise<string | null> {
    return sealed === null ? null : this.open(db, subjectId, field, sealed)
  }

  /** Reads the keys of many subjects in one query, so that a list costs one round trip. */
  async warm(db: Queryable, subjectIds: string[]): Promise<void> {
    const missing = [...new Set(subjectIds)].filter((id) => !this.#cache.has(id))
    if (missing.length === 0) return
    const rows = await db.many<WrappedKey>(
      sql`select subject_id, wrapped, master_version from core.subject_keys where subject_id = any(${missing}::uuid[])`,
    )
    for (const row of rows) this.#rememberIn(db, row.subject_id, this.#unwrap(row))
  }

  async #keyOf(db: Queryable, subjectId: string, mayCreate: boolean): Promise<KeyObject> {
    const cached = this.#cache.get(subjectId)
    if (cached) return cached
    const read = sql`select subject_id, wrapped, master_version from core.subject_keys where subject_id = ${subjectId}`
    let row = await db.maybe<WrappedKey>(read)
    if (!row && mayCreate) {
      const wrapped = sealWith(this.#master(this.#newest), `key/${subjectId}`, randomBytes(32))
      await db.run(
        sql`insert into core.subject_keys (subject_id, wrapped, master_version) values (${subjectId}, ${wrapped}, ${this.#newest}) on conflict do nothing`,
      )
      row = await db.one<WrappedKey>(read)
    }
    if (!row) throw new Error('no key for this subject: it was forgotten')
    const key = this.#unwrap(row)
    this.#rememberIn(db, subjectId, key)
    return key
  }

  /** What a transaction reads it may have written itself, and it may still be undone: remembered only after its commit. */
  #rememberIn(db: Queryable | Tx, subjectId: string, key: KeyObject): void {
    if ('afterCommit' in db) db.afterCommit(() => this.#remember(subjectId, key))
    else this.#remember(subjectId, key)
  }

  #unwrap(row: WrappedKey): KeyObject {
    return createSecretKey(openWith(this.#master(row.master_version), `key/${row.subject_id}`, row.wrapped))
  }
  #master(version: number): KeyObject {
    const key = this.#masters.get(version)
    if (!key) throw new Error(`master key version ${version} is not configured`)
    return key
  }
  #remember(subjectId: string, key: KeyObject): void {
    if (this.#cache.size >= CACHED_KEYS) this.#cache.delete(this.#cache.keys().next().value as string)
    this.#cache.set(subjectId, key)
  }

  /** Rotation: wraps up to `limit` keys of older versions anew; returns how many. The data itself stays as it is. */
  async rewrap(db: Queryable, limit: number): Promise<number> {
    const rows = await db.many<WrappedKey>(
      sql`select subject_id, wrapped, master_version from core.subject_keys where master_version < ${this.#newest} limit ${limit}`,
    )
    for (const row of rows) {
      const plain = openWith(this.#master(row.master_version), `key/${row.subject_id}`, row.wrapped)
      const wrapped = sealWith(this.#master(this.#newest), `key/${row.subject_id}`, plain)
      await db.run(
        sql`update core.subject_keys set wrapped = ${wrapped}, master_version = ${this.#newest} where subject_id = ${row.subject_id} and master_version = ${row.master_version}`,
      )
    }
    return rows.length
  }
}

interface WrappedKey {
  subject_id: string
  wrapped: Buffer
  master_version: number
}
