import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startSandbox, type Sandbox } from '../../../sandbox/index.ts'
import { mapSignature } from './map-signature.ts'
import { TencentMaps, type MapsConfig } from './tencent-maps.ts'

const dir = mkdtempSync(path.join(tmpdir(), 'banyi-maps-'))
const RUIJIN = { lat: 31.2118, lng: 121.4668 }
let sandbox: Sandbox
let maps: TencentMaps

beforeAll(async () => {
  sandbox = await startSandbox({ dir, portBase: 0 })
  maps = new TencentMaps(sandbox.env('http://127.0.0.1:1') as unknown as MapsConfig)
})
afterEach(() => void sandbox.control.clearScenarios())
afterAll(async () => {
  await sandbox.stop()
  rmSync(dir, { recursive: true, force: true })
})
const misbehave = (trick: Parameters<typeof sandbox.control.misbehave>[0]) =>
  sandbox.control.misbehave({ vendor: 'maps', ...trick })
const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  )

test('an address becomes a point, or nothing', async () => {
  const found = await maps.geocode('上海交通大学医学院附属瑞金医院', '上海市')
  expect(found?.reliability).toBeGreaterThanOrEqual(7)
  expect(found?.point.lat).toBeGreaterThan(31)
  expect(await maps.geocode('火星基地 7 号 & a=b', '上海市')).toBeNull()
})

test('a point becomes a sentence, or nothing', async () => {
  expect(await maps.describe(RUIJIN)).toMatch(/[一-鿿]/)
  expect(await maps.describe({ lat: 39.9, lng: 116.4 })).toBeNull()
})

test('places near by, nearest first, none beyond the radius', async () => {
  for (const radius of [800, 3000]) {
    const found = await maps.search('医院', RUIJIN, radius)
    expect(found.length).toBeGreaterThan(0)
    expect(found.every(({ distanceMeters }) => distanceMeters <= radius)).toBe(true)
    expect(found.map(({ distanceMeters }) => distanceMeters)).toEqual(
      found.map(({ distanceMeters }) => distanceMeters).toSorted((a, b) => a - b),
    )
  }
})

test('distances keep rows and columns, also when they must be asked in blocks', async () => {
  const points = (n: number, lng: number) => Array.from({ length: n }, (_, i) => ({ lat: 31.1 + i * 0.001, lng }))
  const [row] = await maps.distances('walking', [RUIJIN], points(230, 121.4))
  expect(row).toHaveLength(230)
  const from = points(30, 121.4)
  const to = points(27, 121.5)
  const table = await maps.distances('driving', from, to)
  expect(table).toHaveLength(30)
  expect(table.every((line) => line.length === 27)).toBe(true)
  // the far corner is the same asked alone
  const [[alone]] = (await maps.distances('driving', [from[29] ?? RUIJIN], [to[26] ?? RUIJIN])) as [[unknown]]
  expect(table[29]?.[26]).toEqual(alone)
  expect(await maps.distances('driving', [], points(2, 121.4))).toEqual([])
})

test('too many at once is tried again, a wrong key is a refusal without the key', async () => {
  misbehave({ do: 'error', status: 429 })
  expect(await maps.geocode('瑞金医院', '上海市')).not.toBeNull()
  misbehave({ do: 'close' })
  expect(await maps.geocode('瑞金医院', '上海市')).not.toBeNull()
  const env = sandbox.env('http://127.0.0.1:1') as unknown as MapsConfig
  const error = (await rejection(
    new TencentMaps({ ...env, TENCENT_MAP_SK: 'wrong' }).geocode('瑞金医院', '上海市'),
  )) as Error
  expect(error).toMatchObject({ code: 'OUTSIDE_UNAVAILABLE', vendorCode: '111' })
  expect(error.stack).not.toContain(env.TENCENT_MAP_KEY)
})

test('SN signature (derived from the vendor’s rule, no vector is published)', () => {
  const key = 'AAAAA-BBBBB-CCCCC-DDDDD-EEEEE-FFFFF'
  expect(mapSignature('/ws/geocoder/v1', { location: '28.7033487,115.8660847', key }, 'TESTSK')).toBe(
    'b222f8196376bacca4094005884344cc',
  )
  expect(mapSignature('/ws/geocoder/v1', { address: '北京市海淀区', key }, 'TESTSK')).toBe(
    'f387918268832c2b294cb420a2205fa7',
  )
})
