/** The SQL on schema "hospitals": the directory itself, the catalogue, the guides. Searching is in search-queries.ts. */
import type { GuideInput } from '@banyi/contract/hospitals'
import type { Queryable, Tx } from '../core/database.ts'
import { sql, type Sql } from '../core/sql.ts'
import type { StoredHospital, WrittenHospital } from './hospital-rows.ts'

export interface HospitalRecord {
  id: string
  name: string
  aliases: string[]
  city: string
  district: string
  address: string
  phone: string
  level: string
  lat: number | null
  lng: number | null
  attribution: string
}
export const hospitalColumns: Sql = sql`h.id, h.name, h.aliases, h.city, h.district, h.address, h.phone, h.level, h.lat, h.lng, h.attribution`

export const findHospital = (db: Queryable, id: string): Promise<HospitalRecord | null> =>
  db.maybe<HospitalRecord>(sql`select ${hospitalColumns} from hospitals.hospitals h where id = ${id}`)

export const findHospitalRecords = (db: Queryable, ids: string[]): Promise<HospitalRecord[]> =>
  db.many<HospitalRecord>(sql`select ${hospitalColumns} from hospitals.hospitals h where id = any(${ids})`)

/** Districts where somebody can be taken to come first, then in the order of the official codes. */
export const countDistricts = (db: Queryable): Promise<{ name: string; count: number }[]> =>
  db.many(sql`
    select district as name, count(*)::int as count from hospitals.hospitals
    group by district order by count(lat) = 0, min(adcode), district`)

/** One import at a time: two that add the same hospital would otherwise trip over each other. */
export async function lockDirectory(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtext('hospitals.import'))`)
}

export const findStoredHospitals = (tx: Tx, ids: string[], names: string[]): Promise<StoredHospital[]> =>
  tx.many<StoredHospital>(sql`
    select id, name, aliases, province, city, district, adcode, address, phone, level, category, lat, lng, source, attribution
    from hospitals.hospitals where id = any(${ids}) or name = any(${names})`)

const ROWS_PER_STATEMENT = 500
export async function writeHospitals(tx: Tx, hospitals: WrittenHospital[], now: Date): Promise<void> {
  const at = now.toISOString()
  for (let i = 0; i < hospitals.length; i += ROWS_PER_STATEMENT) {
    const rows = hospitals
      .slice(i, i + ROWS_PER_STATEMENT)
      .map((hospital) => ({ ...hospital, created_at: at, updated_at: at }))
    await tx.run(sql`
      insert into hospitals.hospitals select * from jsonb_populate_recordset(null::hospitals.hospitals, ${JSON.stringify(rows)}::jsonb)
      on conflict (id) do update set
        name = excluded.name, aliases = excluded.aliases, province = excluded.province, city = excluded.city, district = excluded.district,
        adcode = excluded.adcode, address = excluded.address, phone = excluded.phone, level = excluded.level, level_norm = excluded.level_norm,
        category = excluded.category, lat = excluded.lat, lng = excluded.lng, attribution = excluded.attribution, source = excluded.source,
        level_rank = excluded.level_rank, name_text = excluded.name_text, letter_text = excluded.letter_text,
        initial_text = excluded.initial_text, tokens = excluded.tokens, updated_at = excluded.updated_at`)
  }
}

export interface DepartmentRow {
  code: string
  name: string
  aliases: string[]
  parent_code: string | null
  kind: string
  is_bookable: boolean
  search_text: string
}
export async function writeDepartments(db: Queryable, rows: DepartmentRow[]): Promise<void> {
  await db.run(sql`
    insert into hospitals.departments select * from jsonb_populate_recordset(null::hospitals.departments, ${JSON.stringify(rows)}::jsonb)
    on conflict (code) do update set
      name = excluded.name, aliases = excluded.aliases, parent_code = excluded.parent_code, kind = excluded.kind,
      is_bookable = excluded.is_bookable, search_text = excluded.search_text`)
}
/** The best find first; without a text the catalogue in its own order. */
export const findDepartments = (db: Queryable, text: string): Promise<DepartmentRow[]> =>
  db.many<DepartmentRow>(sql`
    select code, name, aliases, parent_code, kind, is_bookable, search_text from hospitals.departments
    where ${text} = '' or strpos(search_text, ${text}) > 0
    order by case when ${text} = '' then 0 when strpos(search_text, ${`\n${text}\n`}) > 0 then 0 when strpos(search_text, ${`\n${text}`}) > 0 then 1 else 2 end, code`)
export const findDepartmentNames = (db: Queryable, codes: string[]): Promise<{ code: string; name: string }[]> =>
  db.many(sql`select code, name from hospitals.departments where code = any(${codes})`)

export interface GuideRow {
  version: number
  guide: GuideInput
  changed_at: Date
  changed_by: string
}
const guideColumns = sql`version, guide, changed_at, changed_by`
export const findGuide = (db: Queryable, hospitalId: string): Promise<GuideRow | null> =>
  db.maybe<GuideRow>(
    sql`select ${guideColumns} from hospitals.guide_versions where hospital_id = ${hospitalId} order by version desc limit 1`,
  )
export const listGuideVersions = (db: Queryable, hospitalId: string): Promise<GuideRow[]> =>
  db.many<GuideRow>(
    sql`select ${guideColumns} from hospitals.guide_versions where hospital_id = ${hospitalId} order by version desc limit 100`,
  )

/** Follows `seen` or does nothing: 0 rows when the guide has moved on or never was there. */
export const addGuideVersion = (
  tx: Tx,
  entry: { hospitalId: string; seen: number; guide: object; byId: string; byName: string; now: Date },
): Promise<number> =>
  tx.run(sql`
    insert into hospitals.guide_versions (hospital_id, version, guide, changed_at, changed_by_id, changed_by)
    select ${entry.hospitalId}, ${entry.seen}::int + 1, ${JSON.stringify(entry.guide)}, ${entry.now}, ${entry.byId}, ${entry.byName}
    where ${entry.seen}::int = coalesce((select max(version) from hospitals.guide_versions where hospital_id = ${entry.hospitalId}), 0)
    on conflict do nothing`)
