/** apis.map.qq.com */
import type { SimReply, SimRequest } from '../core/http.ts'
import { findRoute, route, type Route } from '../core/routes.ts'
import type { Vendor, World } from '../core/world.ts'
import { mapSig } from '../wire/map-sig.ts'
import { MapError, mapErrorReply } from './answer.ts'
import { distanceMatrix } from './distance.ts'
import { geocode } from './geocoder.ts'
import { searchPlaces, suggestPlaces } from './places.ts'

const ROUTES: Route<World>[] = [
  route('GET', '/ws/geocoder/v1', (_world, request) => geocode(request)),
  route('GET', '/ws/place/v1/search', (_world, request) => searchPlaces(request)),
  route('GET', '/ws/place/v1/suggestion', (_world, request) => suggestPlaces(request)),
  route('GET', '/ws/distance/v1/matrix', (world, request) => distanceMatrix(world.clock.now(), request)),
]

const KEY_FORM = /^[A-Z0-9]{5}(?:-[A-Z0-9]{5}){5}$/

/** The signature covers the raw values and the path as the client wrote it, with or without the last slash. */
function checkKey(world: World, request: SimRequest): void {
  const { sig, ...params } = Object.fromEntries(request.query)
  if (!params.key) throw new MapError(300, '缺少必填参数key')
  if (!KEY_FORM.test(params.key)) throw new MapError(311)
  if (params.key !== world.keys.maps.key) throw new MapError(190)
  if (sig !== mapSig(request.path, params, world.keys.maps.secretKey)) throw new MapError(111)
}

function handle(world: World, request: SimRequest): SimReply | Promise<SimReply> {
  try {
    const found = findRoute(ROUTES, request)
    if (typeof found === 'string') return { status: 404, body: '' }
    checkKey(world, request)
    return found.handle(world, request, found.params)
  } catch (error) {
    if (error instanceof MapError) return mapErrorReply(error.status, error.message)
    throw error
  }
}

export function openMaps(world: World): Vendor {
  return {
    name: 'maps',
    actionOf: (request) => request.path,
    subjectsOf: () => [],
    // A limit of this vendor is status 120 in a 200; other failures are the gateway's.
    refuse: ({ status, code, message }) =>
      status === undefined || status === 429 || code !== undefined
        ? mapErrorReply(Number(code ?? 120), message)
        : mapErrorReply(310, message ?? '服务异常', status),
    handle: (request) => handle(world, request),
  }
}
