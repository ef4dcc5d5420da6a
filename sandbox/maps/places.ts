/** Place search and suggestions over the hospital directory. */
import type { SimReply, SimRequest } from '../core/http.ts'
import { MapError, mapReply } from './answer.ts'
import { directory, metresBetween, parsePoint, type Place, type Point } from './directory.ts'

/** Words a user adds that no hospital name holds. */
const matches = (place: Place, keyword: string) =>
  keyword === '医院' || place.names.some((name) => name.includes(keyword)) || place.district.includes(keyword)

type Boundary = { from?: Point; includes: (place: Place) => boolean }

function parseBoundary(text: string): Boundary {
  const [, kind, inner = ''] = /^(nearby|region|rectangle)\((.*)\)$/.exec(text) ?? []
  const parts = inner.split(',')
  if (kind === 'region' && parts[0]) {
    const region = parts[0].replace(/市$/, '')
    return { includes: (place) => region === '上海' || place.district.startsWith(region) }
  }
  const first = parsePoint(parts.slice(0, 2).join(','))
  if (kind === 'nearby' && first) {
    const radius = Number(parts[2])
    if (!(radius > 0 && radius <= 1000)) throw new MapError(310)
    // auto_extend is on unless switched off: the real service widens a search that found nothing.
    const reach = parts[3] === '0' ? radius : Math.max(radius, 5000)
    return { from: first, includes: (place) => metresBetween(first, place.location) <= reach }
  }
  const second = parsePoint(parts.slice(2, 4).join(','))
  if (kind === 'rectangle' && first && second) {
    return {
      includes: ({ location }) =>
        location.lat >= first.lat &&
        location.lat <= second.lat &&
        location.lng >= first.lng &&
        location.lng <= second.lng,
    }
  }
  throw new MapError(310)
}

function page<Item>(items: Item[], query: URLSearchParams): Item[] {
  const size = Number(query.get('page_size') ?? 10)
  const index = Number(query.get('page_index') ?? 1)
  if (!Number.isInteger(size) || size < 1 || size > 20 || !Number.isInteger(index) || index < 1) throw new MapError(310)
  return items.slice((index - 1) * size, index * size)
}

function view(place: Place, from: Point | undefined) {
  return {
    id: place.id,
    title: place.title,
    address: place.address,
    tel: place.tel,
    category: place.category,
    type: 0,
    location: place.location,
    ...(from ? { _distance: Math.round(metresBetween(from, place.location)) } : {}),
    ad_info: { adcode: Number(place.adcode), province: '上海市', city: '上海市', district: place.district },
  }
}

const byDistance = (from: Point) => (a: Place, b: Place) =>
  metresBetween(from, a.location) - metresBetween(from, b.location)

export function searchPlaces({ query }: SimRequest): SimReply {
  const keyword = query.get('keyword')?.trim()
  const boundaryText = query.get('boundary')
  if (!keyword || !boundaryText) throw new MapError(300)
  const { from, includes } = parseBoundary(boundaryText)
  let found = directory().places.filter((place) => matches(place, keyword) && includes(place))
  if (from) found = found.toSorted(byDistance(from))
  return mapReply({ count: found.length, data: page(found, query).map((place) => view(place, from)) })
}

export function suggestPlaces({ query }: SimRequest): SimReply {
  const keyword = query.get('keyword')?.trim()
  if (!keyword) throw new MapError(300)
  const from = parsePoint(query.get('location'))
  let found = directory().places.filter((place) => matches(place, keyword))
  if (from) found = found.toSorted(byDistance(from))
  return mapReply({ count: found.length, data: page(found, query).map((place) => view(place, from)) })
}
