/** The phone: storage, window, type size, and the many small questions of Taro's own runtime. */
import { succeed, type Options } from './answers.ts'
import { note, sim } from './settings.ts'

const stored = new Map<string, unknown>()
const nothing = (): undefined => undefined

function system(): object {
  const { innerWidth: width, innerHeight: height } = globalThis
  return {
    brand: 'sim',
    model: 'sim',
    platform: 'ios',
    system: 'iOS 17',
    version: '8.0.50',
    SDKVersion: '3.7.0',
    language: 'zh_CN',
    pixelRatio: devicePixelRatio,
    screenWidth: width,
    screenHeight: height,
    windowWidth: width,
    windowHeight: height - 44,
    statusBarHeight: 0,
    fontSizeSetting: sim.settings.fontSizeSetting,
    fontSizeScaleFactor: sim.settings.fontSizeSetting / 16,
    safeArea: { left: 0, right: width, top: 0, bottom: height, width, height },
  }
}

function selectorQuery(): object {
  const answers: ((found: object) => void)[] = []
  const query: Record<string, unknown> = {}
  for (const name of ['in', 'select', 'selectAll', 'selectViewport', 'node', 'scrollOffset', 'context'])
    query[name] = () => query
  for (const name of ['boundingClientRect', 'fields'])
    query[name] = (...given: unknown[]) => {
      const answer = given.at(-1)
      if (typeof answer === 'function') answers.push(answer as (found: object) => void)
      return query
    }
  query['exec'] = (done?: (found: object[]) => void) => {
    const found = { left: 0, top: 0, width: innerWidth, height: 40 }
    queueMicrotask(() => {
      answers.forEach((answer) => answer(found))
      done?.([found])
    })
  }
  return query
}

export const machine = (firstPage: string): Record<string, unknown> => {
  const launch = { path: firstPage, query: {}, scene: 1001, referrerInfo: {} }
  const listeners = [
    'AppShow',
    'AppHide',
    'Error',
    'UnhandledRejection',
    'PageNotFound',
    'ThemeChange',
    'WindowResize',
    'KeyboardHeightChange',
    'AudioInterruptionBegin',
  ]
  return {
    ...Object.fromEntries(
      listeners.flatMap((name) => [
        [`on${name}`, nothing],
        [`off${name}`, nothing],
      ]),
    ),
    getSystemInfoSync: system,
    getWindowInfo: system,
    getDeviceInfo: system,
    getAppBaseInfo: system,
    getSystemInfo: (options: Options) => succeed(options, system()),
    canIUse: () => true,
    getStorageSync: (key: string) => stored.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => void stored.set(key, value),
    removeStorageSync: (key: string) => void stored.delete(key),
    createSelectorQuery: selectorQuery,
    pageScrollTo: (options: Options) => {
      scrollTo(0, Number(options['scrollTop'] ?? 0))
      return succeed(options)
    },
    stopPullDownRefresh: (options: Options) => succeed(options),
    showToast: (options: Options) => {
      note('toast', options['title'])
      return succeed(options)
    },
    nextTick: (act: () => void) => setTimeout(act, 0),
    getLaunchOptionsSync: () => launch,
    getEnterOptionsSync: () => launch,
    getUpdateManager: () => ({
      onCheckForUpdate: nothing,
      onUpdateReady: nothing,
      onUpdateFailed: nothing,
      applyUpdate: nothing,
    }),
    getAccountInfoSync: () => ({ miniProgram: { appId: sim.settings.appId, envVersion: 'develop' } }),
    getMenuButtonBoundingClientRect: () => ({ top: 4, bottom: 36, left: 280, right: 367, width: 87, height: 32 }),
    env: { USER_DATA_PATH: 'wxfile://usr' },
  }
}
