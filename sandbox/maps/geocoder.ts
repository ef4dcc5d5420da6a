/** Address to point and point to address. */
import type { SimReply, SimRequest } from '../core/http.ts'
import { MapError, mapReply } from './answer.ts'
import { directory, metresBetween, parsePoint, spotNear, type Place, type Point } from './directory.ts'

const CITY = { nation: '中国', province: '上海市', city: '上海市' }
const NATION_CODE = '156'
const CITY_CODE = '156310000'
/** Beyond this the point is not in the city we know. */
const CITY_REACH_M = 60_000

export function geocode(request: SimRequest): SimReply {
  const { query } = request
  const address = query.get('address')
  const location = query.get('location')
  if (address !== null) return findAddress(address.trim())
  if (location !== null) {
    const point = parsePoint(location)
    if (!point) throw new MapError(310)
    return describePoint(point, query.get('get_poi') === '1')
  }
  throw new MapError(300)
}

/** The place whose name or alias is in the text, or whose name contains it; the longest name wins. */
function findNamed(text: string): Place | undefined {
  const fits = (name: string) => text.includes(name) || (text.length >= 4 && name.includes(text))
  const candidates = directory().places.flatMap((place) =>
    place.names.filter(fits).map((name) => ({ place, length: name.length })),
  )
  return candidates.toSorted((a, b) => b.length - a.length)[0]?.place
}

function findAddress(text: string): SimReply {
  const place = findNamed(text)
  if (place) return answerAddress(place.title, place.location, place.district, place.adcode, '', 9, 11)
  const district = directory().districts.find(({ name }) => text.includes(name))
  if (!district) throw new MapError(347)
  const street = text.split(district.name)[1]?.trim() ?? ''
  return street
    ? answerAddress(text, spotNear(district.location, text), district.name, district.adcode, street, 7, 9)
    : answerAddress(district.name, district.location, district.name, district.adcode, '', 5, 2)
}

function answerAddress(
  title: string,
  location: Point,
  district: string,
  adcode: string,
  street: string,
  reliability: number,
  level: number,
): SimReply {
  return mapReply({
    result: {
      title,
      location,
      ad_info: { adcode },
      address_components: { province: CITY.province, city: CITY.city, district, street, street_number: '' },
      similarity: reliability >= 9 ? 1 : 0.8,
      deviation: 1000,
      reliability,
      level,
    },
  })
}

function nearestPlaces(point: Point): { place: Place; metres: number }[] {
  return directory()
    .places.map((place) => ({ place, metres: metresBetween(point, place.location) }))
    .toSorted((a, b) => a.metres - b.metres)
}

function describePoint(point: Point, withPois: boolean): SimReply {
  const near = nearestPlaces(point)
  const closest = near[0]
  if (!closest || closest.metres > CITY_REACH_M) throw new MapError(347)
  const { district, adcode, title } = closest.place
  const address = `上海市${district}`
  const recommend = closest.metres < 150 ? title : `${district}${title}附近`
  const pois = near.slice(0, 10).map(({ place, metres }) => ({
    id: place.id,
    title: place.title,
    address: place.address,
    category: place.category,
    location: place.location,
    _distance: Math.round(metres),
  }))
  return mapReply({
    result: {
      location: point,
      address,
      formatted_addresses: { recommend, rough: recommend },
      address_component: { ...CITY, district, street: '', street_number: '' },
      ad_info: {
        nation_code: NATION_CODE,
        adcode,
        city_code: CITY_CODE,
        name: `中国,上海市,上海市,${district}`,
        location: closest.place.location,
        ...CITY,
        district,
      },
      ...(withPois ? { poi_count: pois.length, pois } : {}),
    },
  })
}
