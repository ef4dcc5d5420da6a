/** The places this map knows: the hospital directory of Shanghai, and its districts as the middle of their hospitals. */
import { readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'

export type Point = { lat: number; lng: number }
export type Place = {
  id: string
  title: string
  names: string[]
  address: string
  tel: string
  category: string
  district: string
  adcode: string
  location: Point
}
type District = { name: string; adcode: string; location: Point }

function readCsv(name: string): Record<string, string>[] {
  const text = readFileSync(new URL(`../data/${name}`, import.meta.url), 'utf8')
  const [head, ...lines] = text.trimEnd().split('\n').map(splitLine)
  return lines.map((values) => Object.fromEntries((head ?? []).map((key, index) => [key, values[index] ?? ''])))
}

function splitLine(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )
}

function toPlace(row: Record<string, string>): Place {
  const district = row.district ?? ''
  return {
    id: row.id ?? '',
    title: row.name ?? '',
    names: [row.name ?? '', ...(row.aliases ?? '').split(';')].filter(Boolean),
    address: row.address || `上海市${district}`,
    tel: row.phone ?? '',
    category: row.level_norm ? '医疗保健:综合医院' : '医疗保健:医院',
    district,
    adcode: row.adcode ?? '310000',
    location: { lat: Number(row.lat_gcj02), lng: Number(row.lng_gcj02) },
  }
}

function toDistricts(places: Place[]): District[] {
  const groups = Map.groupBy(places, ({ district }) => district)
  const mean = (values: number[]) => Number((values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(6))
  return [...groups].flatMap(([name, members]) =>
    name
      ? {
          name,
          adcode: members[0]?.adcode ?? '310000',
          location: {
            lat: mean(members.map(({ location }) => location.lat)),
            lng: mean(members.map(({ location }) => location.lng)),
          },
        }
      : [],
  )
}

export type Directory = { places: Place[]; districts: District[]; speeds: Map<string, { peak: number; free: number }> }

let loaded: Directory | undefined

/** Read when the first map request comes: most tests never ask. */
export function directory(): Directory {
  if (loaded) return loaded
  const places = readCsv('hospitals-shanghai.csv').map(toPlace)
  const speeds = readCsv('city-peak-speed-2020.csv').map(
    (row) => [row.city ?? '', { peak: Number(row.peak_kmh), free: Number(row.free_kmh) }] as const,
  )
  loaded = { places, districts: toDistricts(places), speeds: new Map(speeds) }
  return loaded
}

const EARTH_M = 6_371_008.8
const radians = (degrees: number) => (degrees * Math.PI) / 180

/** Great-circle distance in metres. */
export function metresBetween(a: Point, b: Point): number {
  const dLat = radians(b.lat - a.lat)
  const dLng = radians(b.lng - a.lng)
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLng / 2) ** 2
  return 2 * EARTH_M * Math.asin(Math.sqrt(h))
}

/** An address we do not know lies somewhere near the middle of its district, always at the same spot. */
export function spotNear(center: Point, text: string): Point {
  const hash = createHash('sha256').update(text).digest()
  const angle = (hash.readUInt16BE(0) / 65_536) * 2 * Math.PI
  const metres = 300 + (hash.readUInt16BE(2) / 65_536) * 1700
  return {
    lat: Number((center.lat + (metres * Math.cos(angle)) / 111_320).toFixed(6)),
    lng: Number((center.lng + (metres * Math.sin(angle)) / (111_320 * Math.cos(radians(center.lat)))).toFixed(6)),
  }
}

/** `lat,lng`; undefined for anything that is no point in or near China. */
export function parsePoint(text: string | undefined | null): Point | undefined {
  const match = /^(-?\d{1,3}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)$/.exec(text ?? '')
  if (!match) return undefined
  const point = { lat: Number(match[1]), lng: Number(match[2]) }
  return point.lat >= 3 && point.lat <= 54 && point.lng >= 73 && point.lng <= 136 ? point : undefined
}
