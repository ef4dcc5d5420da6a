/** apis.map.qq.com (WebService). Order is lat,lng; HTTP is always 200, `status` tells. Asking only reads, so it may repeat. */
import type { Point } from '@banyi/contract/common'
import { ask, objectOf, type OutsideAnswer } from '../http.ts'
import { OutsideRefusal } from '../outside-error.ts'
import { mapSignature } from './map-signature.ts'
import type { MapsPort } from './port.ts'

export interface MapsConfig {
  TENCENT_MAP_URL: string
  TENCENT_MAP_KEY: string
  TENCENT_MAP_SK: string
}

const PARTY = '地图服务'
const QUERIES_PER_SECOND = 120
const NOTHING_FOUND = 347
const MAX_RADIUS = 1000
/** limits of the distance matrix: one to many, many to many */
const MAX_FROM_ONE = 200
const MAX_SIDE = 25

type Element = { distance: number; duration: number; status?: number }
type Leg = { meters: number; seconds: number } | null

export class TencentMaps implements MapsPort {
  readonly #config: MapsConfig
  constructor(config: MapsConfig) {
    this.#config = config
  }

  async geocode(address: string, city: string): Promise<{ point: Point; reliability: number } | null> {
    const body = await this.#get('/ws/geocoder/v1/', { address, region: city })
    const result = body?.['result'] as { location: Point; reliability?: number } | undefined
    return result ? { point: pointOf(result.location), reliability: result.reliability ?? 0 } : null
  }

  async describe(point: Point): Promise<string | null> {
    const body = await this.#get('/ws/geocoder/v1/', { location: say(point), get_poi: '0' })
    const result = body?.['result'] as { address?: string; formatted_addresses?: { recommend?: string } } | undefined
    return result?.formatted_addresses?.recommend || result?.address || null
  }

  async search(
    keyword: string,
    near: Point,
    radiusMeters: number,
  ): Promise<{ name: string; address: string; point: Point; distanceMeters: number }[]> {
    const radius = Math.min(Math.max(10, Math.round(radiusMeters)), MAX_RADIUS)
    // the service searches 1 km itself and more only when it may extend; what is too far is dropped here
    const mayExtend = radiusMeters > MAX_RADIUS ? 1 : 0
    const body = await this.#get('/ws/place/v1/search', {
      keyword,
      boundary: `nearby(${say(near)},${radius},${mayExtend})`,
      orderby: '_distance',
      page_size: '20',
      page_index: '1',
    })
    const places = (body?.['data'] ?? []) as {
      title: string
      address: string
      location: Point
      ['_distance']?: number
    }[]
    return places
      .map((place) => ({
        name: place.title,
        address: place.address,
        point: pointOf(place.location),
        distanceMeters: Math.round(place['_distance'] ?? 0),
      }))
      .filter((place) => place.distanceMeters <= radiusMeters)
  }

  async distances(mode: 'driving' | 'walking', from: Point[], to: Point[]): Promise<Leg[][]> {
    const rows: Leg[][] = from.map(() => [])
    const [fromSize, toSize] =
      from.length === 1 ? [1, MAX_FROM_ONE] : to.length === 1 ? [MAX_FROM_ONE, 1] : [MAX_SIDE, MAX_SIDE]
    for (let i = 0; i < from.length; i += fromSize) {
      for (let j = 0; j < to.length; j += toSize) {
        const block = await this.#matrix(mode, from.slice(i, i + fromSize), to.slice(j, j + toSize))
        block.forEach((legs, k) => rows[i + k]?.push(...legs))
      }
    }
    return rows
  }

  async #matrix(mode: string, from: Point[], to: Point[]): Promise<Leg[][]> {
    const body = await this.#get('/ws/distance/v1/matrix', {
      mode,
      from: from.map(say).join(';'),
      to: to.map(say).join(';'),
    })
    const rows = (body?.['result'] as { rows?: { elements?: Element[] }[] } | undefined)?.rows ?? []
    return from.map((_, i) => to.map((__, j) => legOf(rows[i]?.elements?.[j])))
  }

  /** null: the service looked and found nothing */
  async #get(path: string, params: Record<string, string>): Promise<Record<string, unknown> | null> {
    const { TENCENT_MAP_URL, TENCENT_MAP_KEY: key, TENCENT_MAP_SK: secretKey } = this.#config
    const signed: Record<string, string> = { ...params, key, output: 'json' }
    const url = new URL(path, TENCENT_MAP_URL)
    url.search = new URLSearchParams({ ...signed, sig: mapSignature(path, signed, secretKey) }).toString()
    const answer = await ask({ party: PARTY, what: path, isRepeatable: true, isBusy }, () => ({ method: 'GET', url }))
    const body = objectOf(answer.body)
    const status = statusOf(answer)
    if (status === NOTHING_FOUND) return null
    if (status !== 0) throw new OutsideRefusal(PARTY, String(status), `${path}: status ${status}`)
    return body
  }
}

const statusOf = (answer: OutsideAnswer): number => Number(objectOf(answer.body)?.['status'] ?? Number.NaN)
const isBusy = (answer: OutsideAnswer): boolean => statusOf(answer) === QUERIES_PER_SECOND
const say = (point: Point): string => `${point.lat},${point.lng}`
const pointOf = ({ lat, lng }: Point): Point => ({ lat, lng })
const legOf = (element: Element | undefined): Leg =>
  element && !element.status ? { meters: Math.round(element.distance), seconds: Math.round(element.duration) } : null
