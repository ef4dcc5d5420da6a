/** Puts the outside world together and opens its doors. Several may run at once, each in its own folder. */
import { createControl, type Control } from './control/actions.ts'
import { serveControl } from './control/routes.ts'
import { createClock } from './core/clock.ts'
import { createCourier } from './core/courier.ts'
import { serveVendor } from './core/front-door.ts'
import { openPort, type Handle, type OpenPort } from './core/http.ts'
import { createJournal } from './core/journal.ts'
import { createScenarios } from './core/scenarios.ts'
import { openSettings, type Settings } from './core/settings.ts'
import { openState } from './core/state.ts'
import type { Vendor, World } from './core/world.ts'
import { ensureKeys, type SandboxKeys } from './keys.ts'
import { openInsurer } from './insurer/vendor.ts'
import { openMaps } from './maps/vendor.ts'
import { servePeople } from './people/pages.ts'
import { portsFrom, serverEnv, urlsFor, type SandboxPorts } from './server-env.ts'
import { openTencentCloud } from './tencent-cloud/vendor.ts'
import { openWechat } from './wechat/vendor.ts'
import { openWxpay } from './wxpay/vendor.ts'

export type SandboxOptions = {
  dir: string
  /** 0 = free ports. */
  portBase?: number
  host?: string
  /** Where callbacks go; may be set later. */
  serverUrl?: string
  callbackTimeScale?: number
  /** Ready-made keys spare a test the making of three RSA pairs. */
  keys?: SandboxKeys
}
export type Sandbox = {
  urls: Record<keyof SandboxPorts, string>
  ports: SandboxPorts
  keys: SandboxKeys
  /** The server's environment for this sandbox. `publicUrl` is the origin of the WeChat Pay callbacks. */
  env: (publicUrl: string) => Record<string, string>
  setServerUrl: (url: string) => void
  control: Control
  stop: () => Promise<void>
}

function createWorld(options: SandboxOptions, keys: SandboxKeys, serverUrl: () => string | undefined): World {
  const state = openState(options.dir)
  const { callbackTimeScale } = options
  const initial: Partial<Settings> = callbackTimeScale === undefined ? {} : { callbackTimeScale }
  const settings = openSettings(state, initial)
  const clock = createClock(settings)
  const scenarios = createScenarios()
  const journal = createJournal(clock.now)
  const courier = createCourier({ state, clock, settings, scenarios, journal, serverUrl })
  return { dir: options.dir, keys, state, settings, clock, scenarios, journal, courier, serverUrl }
}

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const host = options.host ?? '127.0.0.1'
  const keys = options.keys ?? (await ensureKeys(options.dir))
  let serverUrl = options.serverUrl?.replace(/\/$/, '')
  const setServerUrl = (url: string) => {
    serverUrl = url.replace(/\/$/, '')
    world.courier.wake()
  }
  const world = createWorld(options, keys, () => serverUrl)
  const vendors = {
    wechat: openWechat(world),
    wxpay: openWxpay(world),
    tencentCloud: openTencentCloud(world),
    maps: openMaps(world),
    insurer: openInsurer(world),
  } satisfies Record<string, Vendor>
  const control = createControl(world)
  const withControl =
    (handle: Handle): Handle =>
    (request) =>
      request.path.startsWith('/__sim/') ? serveControl({ control, setServerUrl }, request) : handle(request)
  const wanted = portsFrom(options.portBase ?? 9100)
  const open = (name: keyof SandboxPorts, handle: Handle) =>
    openPort(host, options.portBase === 0 ? 0 : wanted[name], withControl(handle))

  const doors = await openAll({
    people: () => open('people', (request) => servePeople({ world, control, urls: () => urls }, request)),
    wechat: () => open('wechat', (request) => serveVendor(world, vendors.wechat, request)),
    wxpay: () => open('wxpay', (request) => serveVendor(world, vendors.wxpay, request)),
    tencentCloud: () => open('tencentCloud', (request) => serveVendor(world, vendors.tencentCloud, request)),
    maps: () => open('maps', (request) => serveVendor(world, vendors.maps, request)),
    insurer: () => open('insurer', (request) => serveVendor(world, vendors.insurer, request)),
  })
  const ports = Object.fromEntries(Object.entries(doors).map(([name, { port }]) => [name, port])) as SandboxPorts
  // 0.0.0.0 is where we listen, not where anybody can call.
  const callHost = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const urls = urlsFor(ports, callHost)
  world.courier.wake() // what a crash left behind goes on
  return {
    urls,
    ports,
    keys,
    env: (publicUrl) => serverEnv(keys, ports, publicUrl, callHost),
    setServerUrl,
    control,
    stop: async () => {
      await Promise.all(Object.values(doors).map((door) => door.close()))
      for (const vendor of Object.values<Vendor>(vendors)) vendor.stop?.()
      await world.courier.stop()
      world.state.close()
    },
  }
}

/** All or none: a port in use must not leave the others open. */
async function openAll(
  openers: Record<keyof SandboxPorts, () => Promise<OpenPort>>,
): Promise<Record<keyof SandboxPorts, OpenPort>> {
  const names = Object.keys(openers) as (keyof SandboxPorts)[]
  const results = await Promise.allSettled(names.map((name) => openers[name]()))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) {
    const opened = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    await Promise.all(opened.map((door) => door.close()))
    throw failed.reason
  }
  return Object.fromEntries(
    results.flatMap((result, index) => (result.status === 'fulfilled' ? [[names[index], result.value]] : [])),
  ) as Record<keyof SandboxPorts, OpenPort>
}
