/**
 * Finding hospitals. What is typed decides the rank (exact name, beginning, part, then the same in pinyin and initials),
 * then 三级甲等 first, then the nearest. Without text the nearest comes first; without a place the highest level.
 * All matches are ranked in one pass over narrow rows, the page alone is read in full.
 */
import type { Point } from '@banyi/contract/common'
import type { Queryable } from '../core/database.ts'
import { empty, sql, type Sql } from '../core/sql.ts'
import { hospitalColumns, type HospitalRecord } from './hospital-queries.ts'
import type { SearchQuery } from './search-tokens.ts'

export interface FoundHospital extends HospitalRecord {
  total: number
  rank: number
  tier: number
  near: number
  distance: number | null
}
/** rank, tier, near and id of the last row seen */
export type SearchPosition = [rank: number, tier: number, near: number, id: string]

const NOWHERE = 2_147_483_647

export async function searchDirectory(
  db: Queryable,
  search: {
    query: SearchQuery | null
    district: string | null
    point: Point | null
    after: SearchPosition | null
    limit: number
  },
): Promise<{ total: number; rows: FoundHospital[] }> {
  const { query, district, point, after, limit } = search
  const tier = query || !point ? sql`(level_rank > 0)::int` : sql`0`
  const near = point ? sql`coalesce(distance, ${NOWHERE}::int)` : sql`level_rank::int`
  const found = await db.many<FoundHospital | { total: number; id: null }>(sql`
    with matched as materialized (
      select id, ${query ? rankOf(query) : sql`0`} as rank, level_rank, ${point ? distanceTo(point) : sql`null::int`} as distance
      from hospitals.hospitals
      where ${query ? holds(query) : sql`true`} ${district ? sql`and district = ${district}` : empty}
    ), sorted as (
      select id, rank, ${tier} as tier, ${near} as near, distance from matched
    ), page as (
      select * from sorted
      ${after ? sql`where (rank, tier, near, id) > (${after[0]}::int, ${after[1]}::int, ${after[2]}::int, ${after[3]}::text)` : empty}
      order by rank, tier, near, id limit ${limit}
    )
    select counted.total, page.rank, page.tier, page.near, page.distance, ${hospitalColumns}
    from (select count(*)::int as total from matched) counted
    left join page on true left join hospitals.hospitals h on h.id = page.id
    order by page.rank, page.tier, page.near, page.id`)
  return { total: found[0]?.total ?? 0, rows: found.filter((row): row is FoundHospital => row.id !== null) }
}

/** 'a' & 'b' as a tsquery; tokens hold letters, digits and our own # and @ only */
const tokenQuery = (tokens: string[], operator: '&' | '|'): Sql =>
  sql`${tokens.map((token) => `'${token}'`).join(operator)}::tsquery`

/**
 * The tokens let the index find candidates, the texts decide. `like` is bytewise and faster than strpos; the text was
 * normalised and holds none of the signs that `like` gives a meaning to.
 */
function holds({ text, nameTokens, letterTokens }: SearchQuery): Sql {
  const isPair = Array.from(text).length <= 2
  const inName = sql`(tokens @@ ${tokenQuery(nameTokens, '&')} ${isPair ? empty : sql`and name_text like ${`%${text}%`}`})`
  if (letterTokens.length === 0) return inName
  const isShort = text.length <= 3
  const inLetters = isShort ? empty : sql`and (letter_text like ${`%${text}%`} or initial_text like ${`%${text}%`})`
  return sql`(${inName} or (tokens @@ ${tokenQuery(letterTokens, '|')} ${inLetters}))`
}

function rankOf({ text, nameTokens, letterTokens }: SearchQuery): Sql {
  const [exact, prefix] = [`%\n${text}\n%`, `%\n${text}%`]
  // an exact find is a prefix as well: asked in this order most rows need one look
  const byName = sql`case when name_text not like ${prefix} then 2 when name_text like ${exact} then 0 else 1 end`
  if (letterTokens.length === 0) return byName
  // a single letter begins a name in pinyin when it begins its initials, which are much shorter
  const byLetters =
    text.length === 1
      ? sql`when initial_text like ${prefix} then 4`
      : sql`when initial_text like ${prefix} or letter_text like ${prefix} then case when initial_text like ${exact} or letter_text like ${exact} then 3 else 4 end`
  return sql`case when tokens @@ ${tokenQuery(nameTokens, '&')} and name_text like ${`%${text}%`} then ${byName} ${byLetters} else 5 end`
}

const METRES_PER_DEGREE = 111_195
/** Metres in a straight line, null without coordinates. The earth taken as flat around the asker: within a city that is right to 0.1 %. */
const distanceTo = ({ lat, lng }: Point): Sql => {
  const perDegreeEast = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180)
  return sql`round(sqrt(power((lat - ${lat}::float8) * ${METRES_PER_DEGREE}::float8, 2) + power((lng - ${lng}::float8) * ${perDegreeEast}::float8, 2)))::int`
}
