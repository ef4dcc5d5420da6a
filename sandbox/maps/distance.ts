/** Distance matrix: straight line times a detour, at the city's speed for the hour. */
import type { SimReply, SimRequest } from '../core/http.ts'
import { MapError, mapReply } from './answer.ts'
import { directory, metresBetween, parsePoint, type Point } from './directory.ts'

const DETOUR = { driving: 1.35, trucking: 1.4, walking: 1.25, bicycling: 1.3 }
const FIXED_KMH = { walking: 4.8, bicycling: 13 }
const MOST_PER_SIDE = 50
const MOST_ONE_TO_MANY = 200
const MOST_PAIRS = 625

/** How much of the way from free flow to peak the streets are at, by hour of a working day in Shanghai. */
const CROWDING = [
  0, 0, 0, 0, 0, 0.1, 0.4, 0.9, 1, 0.8, 0.6, 0.55, 0.5, 0.5, 0.55, 0.6, 0.75, 0.95, 1, 0.8, 0.5, 0.35, 0.2, 0.1,
]
const WEEKEND = 0.6
/** Crossings and parking, which no average speed holds. */
const START_SEC = 90

/** km/h by car at this moment. */
export function carSpeed(now: number): number {
  const { peak, free } = directory().speeds.get('上海市') ?? { peak: 25, free: 48 }
  const shanghai = new Date(now + 8 * 3_600_000)
  const hour = shanghai.getUTCHours()
  const part = shanghai.getUTCMinutes() / 60
  const crowding = (CROWDING[hour] ?? 0) * (1 - part) + (CROWDING[(hour + 1) % 24] ?? 0) * part
  const isWeekend = [0, 6].includes(shanghai.getUTCDay())
  return free - (free - peak) * crowding * (isWeekend ? WEEKEND : 1)
}

function parsePoints(text: string | null): Point[] {
  if (!text) throw new MapError(300)
  const points = text.split(';').map(parsePoint)
  if (points.some((point) => point === undefined)) throw new MapError(310)
  return points.filter((point) => point !== undefined)
}

export function distanceMatrix(now: number, { query }: SimRequest): SimReply {
  const mode = (query.get('mode') ?? 'driving') as keyof typeof DETOUR
  if (!Object.hasOwn(DETOUR, mode)) throw new MapError(310)
  const from = parsePoints(query.get('from'))
  const to = parsePoints(query.get('to'))
  const isOneToMany = Math.min(from.length, to.length) === 1
  const isTooMany = isOneToMany
    ? Math.max(from.length, to.length) > MOST_ONE_TO_MANY
    : Math.max(from.length, to.length) > MOST_PER_SIDE || from.length * to.length > MOST_PAIRS
  if (isTooMany) throw new MapError(310, '起终点数量超限')
  const isCar = mode === 'driving' || mode === 'trucking'
  const metresPerSec = (isCar ? carSpeed(now) : FIXED_KMH[mode]) / 3.6
  const rows = from.map((start) => ({
    elements: to.map((end) => {
      const distance = Math.round(metresBetween(start, end) * DETOUR[mode])
      return { distance, duration: Math.round(distance / metresPerSec + (isCar && distance > 0 ? START_SEC : 0)) }
    }),
  }))
  return mapReply({ result: { rows } })
}
