/** The records of companions. Availability and reservations are in calendar-queries.ts. */
import type { CompanionRecordInput, Segment } from '@banyi/contract/companions'
import type { Sex } from '@banyi/contract/common'
import type { Queryable, Tx } from '../core/database.ts'
import { empty, sql, type Sql } from '../core/sql.ts'

export type CompanionStatus = 'active' | 'suspended' | 'left'
export interface CompanionRow {
  id: string
  account_id: string | null
  name: string
  sex: Sex
  birth_year: number
  started_year: number
  verified: CompanionRecordInput['verified']
  segments: Segment[]
  skills: CompanionRecordInput['skills']
  languages: string[]
  districts: string[]
  introduction: string
  status: CompanionStatus
  status_reason: string
  /** multirange as text, see working-time.ts */
  working_week: string
  works_on_holidays: boolean
  finished_visits: number
  photo_at: Date | null
  created_at: Date
}
export interface RosterRow extends CompanionRow {
  phone_enc: Buffer
}
export const companionColumns: Sql = sql`c.id, c.account_id, c.name, c.sex, c.birth_year, c.started_year, c.verified, c.segments, c.skills, c.languages, c.districts,
  c.introduction, c.status, c.status_reason, c.working_week, c.works_on_holidays, c.finished_visits, c.photo_at, c.created_at`

export const findCompanion = (db: Queryable, id: string): Promise<CompanionRow | null> =>
  db.maybe(sql`select ${companionColumns} from companions.companions c where id = ${id}`)
export const findCompanionRows = (db: Queryable, ids: string[]): Promise<CompanionRow[]> =>
  db.many(sql`select ${companionColumns} from companions.companions c where id = any(${ids}::uuid[])`)
export const findCompanionOfAccount = (db: Queryable, accountId: string): Promise<CompanionRow | null> =>
  db.maybe(sql`select ${companionColumns} from companions.companions c where account_id = ${accountId}`)
export const findRosterRow = (db: Queryable, id: string): Promise<RosterRow | null> =>
  db.maybe(sql`select ${companionColumns}, c.phone_enc from companions.companions c where id = ${id}`)
export const findPhones = (
  db: Queryable,
  ids: string[],
): Promise<{ id: string; account_id: string | null; name: string; phone_enc: Buffer }[]> =>
  db.many(sql`select id, account_id, name, phone_enc from companions.companions where id = any(${ids}::uuid[])`)

/** in any status, by a part of the name */
export const findIdsByName = (db: Queryable, part: string, limit: number): Promise<{ id: string }[]> =>
  db.many(
    sql`select id from companions.companions where strpos(lower(name), lower(${part})) > 0 order by id limit ${limit}`,
  )

export interface RosterSearch {
  name: string | null
  phoneHash: Buffer | null
  status: CompanionStatus | null
  district: string | null
  segment: Segment | null
  after: [createdAt: string, id: string] | null
  limit: number
}
export async function listRosterRows(
  db: Queryable,
  search: RosterSearch,
): Promise<{ total: number; rows: RosterRow[] }> {
  const matches = sql`true
    ${search.phoneHash ? sql`and c.phone_hash = ${search.phoneHash}` : search.name ? sql`and strpos(lower(c.name), lower(${search.name})) > 0` : empty}
    ${search.status ? sql`and c.status = ${search.status}` : empty}
    ${search.district ? sql`and c.districts @> ${[search.district]}::text[]` : empty}
    ${search.segment ? sql`and c.segments @> ${[search.segment]}::text[]` : empty}`
  const { total } = await db.one<{ total: number }>(
    sql`select count(*)::int as total from companions.companions c where ${matches}`,
  )
  const rows = await db.many<RosterRow>(sql`
    select ${companionColumns}, c.phone_enc from companions.companions c
    where ${matches} ${search.after ? sql`and (c.created_at, c.id) < (${search.after[0]}::timestamptz, ${search.after[1]}::uuid)` : empty}
    order by c.created_at desc, c.id desc limit ${search.limit}`)
  return { total, rows }
}

export interface WrittenCompanion {
  id: string
  accountId: string | null
  phone: { enc: Buffer; hash: Buffer }
  fields: Omit<CompanionRecordInput, 'phone'>
  now: Date
}
export async function insertCompanion(
  tx: Tx,
  { id, accountId, phone, fields: f, now }: WrittenCompanion,
): Promise<void> {
  await tx.run(sql`
    insert into companions.companions (id, account_id, name, phone_enc, phone_hash, sex, birth_year, started_year, verified, segments, skills, languages,
      districts, introduction, status, created_at, updated_at)
    values (${id}, ${accountId}, ${f.name}, ${phone.enc}, ${phone.hash}, ${f.sex}, ${f.birthYear}, ${f.startedYear}, ${f.verified}, ${f.segments}, ${f.skills},
      ${f.languages}, ${f.districts}, ${f.introduction}, 'active', ${now}, ${now})`)
}
export const updateCompanion = (
  tx: Tx,
  { id, fields: f, now }: Omit<WrittenCompanion, 'phone' | 'accountId'>,
): Promise<number> =>
  tx.run(sql`
    update companions.companions set name = ${f.name}, sex = ${f.sex}, birth_year = ${f.birthYear}, started_year = ${f.startedYear}, verified = ${f.verified},
      segments = ${f.segments}, skills = ${f.skills}, languages = ${f.languages}, districts = ${f.districts}, introduction = ${f.introduction}, updated_at = ${now}
    where id = ${id}`)
export async function updatePhone(
  tx: Tx,
  { id, accountId, phone, now }: Omit<WrittenCompanion, 'fields'>,
): Promise<void> {
  await tx.run(sql`
    update companions.companions set phone_enc = ${phone.enc}, phone_hash = ${phone.hash}, account_id = ${accountId}, updated_at = ${now} where id = ${id}`)
}
export const updateProfile = (
  tx: Tx,
  accountId: string,
  p: { introduction: string; languages: string[]; districts: string[]; skills: string[] },
  now: Date,
): Promise<number> =>
  tx.run(sql`
    update companions.companions set introduction = ${p.introduction}, languages = ${p.languages}, districts = ${p.districts}, skills = ${p.skills}, updated_at = ${now}
    where account_id = ${accountId} and status <> 'left'`)
export const updateStatus = (tx: Tx, id: string, status: CompanionStatus, reason: string, now: Date): Promise<number> =>
  tx.run(
    sql`update companions.companions set status = ${status}, status_reason = ${reason}, updated_at = ${now} where id = ${id}`,
  )

/** The account that verified a phone has the record with that phone, and no other. Safe to repeat. */
export async function linkAccount(tx: Tx, accountId: string, phoneHash: Buffer, now: Date): Promise<string | null> {
  const record = await tx.maybe<{ id: string; account_id: string | null }>(
    sql`select id, account_id from companions.companions where phone_hash = ${phoneHash} for no key update`,
  )
  if (!record || record.account_id === accountId) return null
  await tx.run(
    sql`update companions.companions set account_id = null, updated_at = ${now} where account_id = ${accountId}`,
  )
  await tx.run(
    sql`update companions.companions set account_id = ${accountId}, updated_at = ${now} where id = ${record.id}`,
  )
  return record.id
}

export async function savePhoto(tx: Tx, id: string, image: Buffer, now: Date): Promise<void> {
  await tx.run(
    sql`insert into companions.photos (companion_id, image) values (${id}, ${image}) on conflict (companion_id) do update set image = excluded.image`,
  )
  await tx.run(sql`update companions.companions set photo_at = ${now}, updated_at = ${now} where id = ${id}`)
}
export const findPhoto = (db: Queryable, id: string): Promise<{ image: Buffer } | null> =>
  db.maybe(
    sql`select p.image from companions.photos p join companions.companions c on c.id = p.companion_id where p.companion_id = ${id} and c.status <> 'left'`,
  )

export const setEarlierVisits = (db: Queryable, id: string, visits: number, now: Date): Promise<number> =>
  db.run(
    sql`update companions.companions set finished_visits = ${visits}, updated_at = ${now} where id = ${id} and finished_visits = 0`,
  )
