/** Loads the modules of the bundle as WeChat does: no window, no document, require by path, App, Page, Component. */
import { code, type Instance, type PageEnv } from './glass-easel.ts'
import { note } from './settings.ts'

interface AppJson {
  pages: string[]
  subPackages?: { root: string; pages: string[] }[]
  usingComponents?: Record<string, string>
  window?: Record<string, unknown>
  tabBar?: { list: { pagePath: string }[] }
}
interface ComponentJson {
  component?: boolean
  usingComponents?: Record<string, string>
}
interface AppOptions {
  onLaunch?: (options: object) => void
  onShow?: (options: object) => void
}
declare global {
  var __templates: Record<string, unknown>
  var __modules: Record<string, (...given: unknown[]) => void>
  var __json: Record<string, unknown>
  var __css: Record<string, string>
}

export const tidy = (path: string): string => {
  const kept: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') kept.pop()
    else if (part !== '.' && part !== '') kept.push(part)
  }
  return kept.join('/')
}
export const app = globalThis.__json['app.json'] as AppJson
export const allPages = [
  ...app.pages,
  ...(app.subPackages ?? []).flatMap(({ root, pages }) => pages.map((page) => tidy(`${root}/${page}`))),
]
export const tabPages = (app.tabBar?.list ?? []).map(({ pagePath }) => tidy(pagePath))

const folderOf = (path: string) => path.split('/').slice(0, -1).join('/')
const resolve = (from: string, to: string) => tidy(to.startsWith('/') ? to : `${folderOf(from)}/${to}`)
const nobody: PageEnv = { Page: () => undefined, Component: () => undefined, Behavior: () => undefined }

/** `openPages` answers getCurrentPages. Returns what defines a page and everything it uses. */
export function createProgram(wx: object, openPages: () => Instance[]) {
  const loaded = new Map<string, { exports: unknown }>()
  const defined = new Set<string>()
  const shared = {}
  let instance: AppOptions | null = null
  let env = nobody

  const App = (options: AppOptions) => {
    instance = options
    note('App')
    const launch = { path: app.pages[0], query: {}, scene: 1001 }
    queueMicrotask(() => {
      options.onLaunch?.(launch)
      options.onShow?.(launch)
    })
  }

  function load(file: string): unknown {
    const known = loaded.get(file)
    if (known) return known.exports
    const run = globalThis.__modules[file]
    if (!run) throw new Error(`no such module: ${file}`)
    const module = { exports: {} as unknown }
    loaded.set(file, module)
    const require = (to: string) => {
      const path = resolve(file, to)
      return load([path, `${path}.js`, `${path}/index.js`].find((one) => one in globalThis.__modules) ?? path)
    }
    const Page = (options: object) => env.Page(options)
    const Component = (options: object) => env.Component(options)
    const Behavior = (options: object) => env.Behavior(options)
    run.call(
      undefined,
      require,
      module,
      module.exports,
      wx,
      App,
      Page,
      Component,
      Behavior,
      () => instance,
      openPages,
      shared,
    )
    return module.exports
  }

  function define(path: string): void {
    if (defined.has(path)) return
    defined.add(path)
    const { usingComponents = {} } = (globalThis.__json[`${path}.json`] ?? {}) as ComponentJson
    for (const used of Object.values(usingComponents)) {
      const component = resolve(path, used)
      if (`${component}.json` in globalThis.__json) define(component)
    }
    const before = env
    code.componentEnv(path, (own) => {
      env = own
      load(`${path}.js`)
    })
    env = before
  }

  function start(): void {
    load('app.js')
    if (!instance) throw new Error('App() was not called')
  }
  return { define, start }
}

/** Tells the framework of all templates before anything is loaded. */
export function declareTemplates(): void {
  for (const [file, json] of Object.entries(globalThis.__json)) {
    const path = file.slice(0, -'.json'.length)
    const own = json as ComponentJson
    if (file === 'app.json' || !globalThis.__templates[path]) continue
    if (!own.component && !own.usingComponents && !allPages.includes(path)) continue
    code.addComponentStaticConfig(path, { ...own, usingComponents: { ...app.usingComponents, ...own.usingComponents } })
    // without the fallback a bindtap on a plain node is only an attribute
    code.addCompiledTemplate(path, {
      groupList: globalThis.__templates,
      content: globalThis.__templates[path],
      fallbackListenerOnNativeNode: true,
    })
  }
}
