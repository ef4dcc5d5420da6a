import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestWorld, type TestWorld } from '../testing.ts'
import { mapSig } from '../wire/map-sig.ts'
import { directory, metresBetween, spotNear } from './directory.ts'
import { carSpeed } from './distance.ts'

let world: TestWorld
beforeAll(async () => {
  world = await openTestWorld()
})
afterAll(() => world.end())

type Place = { title: string; _distance?: number; location: { lat: number; lng: number } }
type Element = { distance: number; duration: number }
type Answer = {
  status: number
  message: string
  count: number
  data: Place[]
  result: Record<string, unknown> & {
    location: { lat: number; lng: number }
    pois: Place[]
    rows: { elements: Element[] }[]
  }
}
async function call(path: string, params: Record<string, string>, bend: Record<string, string> = {}): Promise<Answer> {
  const all = { key: world.keys.maps.key, ...params }
  const sig = mapSig(path, all, world.keys.maps.secretKey)
  const query = new URLSearchParams({ ...all, sig, ...bend })
  const response = await fetch(`${world.urls.maps}${path}?${query.toString()}`)
  expect(response.status).toBe(200)
  return (await response.json()) as Answer
}

const RUIJIN = '31.211432,121.467589'
const EAST = '31.237652,121.512286'

describe('the key', () => {
  const ask = (bend: Record<string, string>, params: Record<string, string> = {}) =>
    call('/ws/geocoder/v1/', { address: '上海市瑞金医院', ...params }, bend)

  it('and its signature are looked at first', async () => {
    expect((await ask({})).status).toBe(0)
    expect((await ask({ sig: 'x'.repeat(32) })).status).toBe(111)
    expect((await ask({ address: '上海市仁济医院' })).status).toBe(111)
    expect((await ask({ key: 'nonsense' })).status).toBe(311)
    expect((await ask({}, { key: 'AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-AAAAA' })).status).toBe(190)
    expect((await ask({ key: '' })).status).toBe(300)
  })

  it('can be refused on command: 110, and 120 for too many at once', async () => {
    world.control.misbehave({ do: 'error', code: 110, vendor: 'maps' })
    world.control.misbehave({ do: 'error', status: 429, vendor: 'maps' })
    expect([(await ask({})).status, (await ask({})).status, (await ask({})).status]).toEqual([110, 120, 0])
  })
})

describe('geocoder', () => {
  const find = (address: string) => call('/ws/geocoder/v1', { address })

  it('finds a hospital by name or alias, exactly', async () => {
    const { result } = await find('上海市黄浦区瑞金医院')
    expect(result).toMatchObject({
      title: '上海交通大学医学院附属瑞金医院',
      location: { lat: 31.211432, lng: 121.467589 },
      reliability: 9,
    })
    expect((await find('同济大学附属东方医院')).result.title).toBe('上海东方医院')
  })

  it('puts an unknown street near the middle of its district, always at the same spot', async () => {
    const [first, again] = [await find('上海市徐汇区宛平南路99号'), await find('上海市徐汇区宛平南路99号')]
    expect(first.result.location).toEqual(again.result.location)
    expect(first.result).toMatchObject({
      reliability: 7,
      address_components: { district: '徐汇区', street: '宛平南路99号' },
    })
    expect((await find('静安区')).result.reliability).toBe(5)
    expect((await find('火星基地')).status).toBe(347)
    expect((await call('/ws/geocoder/v1', {})).status).toBe(300)
  })

  it('tells what is at a point', async () => {
    const { result } = await call('/ws/geocoder/v1', { location: RUIJIN, get_poi: '1' })
    expect(result).toMatchObject({
      address_component: { city: '上海市' },
      ad_info: { nation_code: '156', city_code: '156310000' },
      formatted_addresses: { recommend: '上海交通大学医学院附属瑞金医院' },
    })
    expect(result.pois[0]).toMatchObject({ _distance: 0 })
    expect((await call('/ws/geocoder/v1', { location: '39.9,116.4' })).status).toBe(347)
    expect((await call('/ws/geocoder/v1', { location: '121.4,31.2' })).status).toBe(310)
  })
})

describe('places', () => {
  it('searches nearby by distance, in a region, in a rectangle, page by page', async () => {
    const search = (params: Record<string, string>) => call('/ws/place/v1/search', { keyword: '医院', ...params })
    const near = await search({ boundary: `nearby(${RUIJIN},1000,0)` })
    const distances = near.data.map(({ _distance }) => _distance ?? -1)
    expect(distances).toEqual(distances.toSorted((a, b) => a - b))
    expect(Math.max(...distances)).toBeLessThanOrEqual(1000)
    const city = await search({ boundary: 'region(上海,0)', page_size: '20', page_index: '2' })
    expect([city.data.length, city.count]).toEqual([20, 378])
    expect((await search({ keyword: '瑞金', boundary: 'region(上海市,0)' })).data[0]?.title).toContain('瑞金')
    expect((await search({ boundary: 'rectangle(31.20,121.45,31.25,121.50)' })).count).toBeGreaterThan(5)
    expect((await search({ boundary: 'nearby(31.2,121.4,5000)' })).status).toBe(310)
    expect((await search({ boundary: 'circle(1)' })).status).toBe(310)
    expect((await search({})).status).toBe(300)
    expect((await search({ boundary: 'region(上海,0)', page_size: '50' })).status).toBe(310)
  })

  it('suggests', async () => {
    const { data } = await call('/ws/place/v1/suggestion', { keyword: '儿童医', region: '上海', location: RUIJIN })
    expect(data.length).toBeGreaterThan(1)
    expect((await call('/ws/place/v1/suggestion', { keyword: '' })).status).toBe(300)
  })
})

describe('distance matrix', () => {
  const matrix = (from: string, to: string, mode = 'driving') => call('/ws/distance/v1/matrix', { mode, from, to })
  const at = (text: string) => world.control.moveClock(Date.parse(text) - Date.now())

  it('is longer than the straight line, slower at the peak, faster at night', async () => {
    const drive = async (time: string) => {
      at(time)
      return (await matrix(RUIJIN, EAST)).result.rows[0]?.elements[0] as Element
    }
    const [peak, noon, night, sunday] = [
      await drive('2026-11-24T08:00:00+08:00'),
      await drive('2026-11-24T12:00:00+08:00'),
      await drive('2026-11-24T02:00:00+08:00'),
      await drive('2026-11-29T08:00:00+08:00'),
    ]
    world.control.moveClock(0)
    expect(peak.distance).toBe(
      Math.round(metresBetween({ lat: 31.211432, lng: 121.467589 }, { lat: 31.237652, lng: 121.512286 }) * 1.35),
    )
    expect(peak.duration).toBeGreaterThan(noon.duration)
    expect(noon.duration).toBeGreaterThan(night.duration)
    expect(sunday.duration).toBeLessThan(peak.duration)
    expect(carSpeed(Date.parse('2026-11-24T08:00:00+08:00'))).toBeCloseTo(24.94, 2)
    expect(carSpeed(Date.parse('2026-11-24T02:00:00+08:00'))).toBeCloseTo(48.2, 2)
  })

  it('answers many to many, on foot too, and refuses too many', async () => {
    const { result } = await matrix(`${RUIJIN};${EAST}`, `${EAST};${RUIJIN};${RUIJIN}`, 'walking')
    expect(result.rows.map(({ elements }) => elements.length)).toEqual([3, 3])
    expect(result.rows[0]?.elements[1]).toEqual({ distance: 0, duration: 0 })
    const many = (count: number) => Array(count).fill(EAST).join(';')
    expect((await matrix(RUIJIN, many(200))).status).toBe(0)
    expect((await matrix(RUIJIN, many(201))).status).toBe(310)
    expect((await matrix(many(25), many(25))).status).toBe(0)
    expect((await matrix(many(26), many(25))).status).toBe(310)
    expect((await matrix(many(2), many(51))).status).toBe(310)
    expect((await matrix(RUIJIN, '0,0')).status).toBe(310)
    expect((await matrix(RUIJIN, EAST, 'flying')).status).toBe(310)
    expect((await matrix('', EAST)).status).toBe(300)
  })
})

it('knows sixteen districts and keeps made-up spots within two kilometres', () => {
  const { districts, places } = directory()
  expect([districts.length, places.length]).toEqual([16, 378])
  const center = { lat: 31.2, lng: 121.45 }
  const metres = Array.from({ length: 200 }, (_, index) => metresBetween(center, spotNear(center, `路${index}号`)))
  expect(Math.max(...metres)).toBeLessThan(2010)
})
