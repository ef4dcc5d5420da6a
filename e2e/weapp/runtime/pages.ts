/** The stack of open pages and the ways between them; tab pages stay alive, as in WeChat. */
import { code, environment, glassEasel, type Instance } from './glass-easel.ts'
import { fail, succeed, type Options } from './answers.ts'
import { OWN_EVENTS } from './components.ts'
import { allPages, app, tabPages, tidy } from './program.ts'
import { fault, note, wordOf } from './settings.ts'

interface OpenPage {
  path: string
  instance: Instance
  element: HTMLElement
  release: () => void
}
const DEEPEST = 10

function backend() {
  const context = new glassEasel.CurrentWindowBackendContext()
  context.onEvent((target, type, detail, options) => {
    if (OWN_EVENTS.has(type) && target.is?.startsWith('wx-')) return undefined
    const event = new glassEasel.Event(type, detail, options)
    glassEasel.Event.dispatchEvent(target, event)
    return event.getEventBubbleStatus()
  })
  glassEasel.globalOptions.throwGlobalError = false
  glassEasel.addGlobalErrorListener(fault)
  glassEasel.addGlobalWarningListener((warning) => {
    note('warning', String(warning))
    return false
  })
  return environment.associateBackend(context)
}

export function style(id: string, css: string | undefined): void {
  const element = document.getElementById(`css-${id}`) ?? document.head.appendChild(document.createElement('style'))
  element.id = `css-${id}`
  element.textContent = css ?? ''
}

export function createPages(define: (path: string) => void) {
  const roots = backend()
  const tabs = new Map<string, OpenPage>()
  const stack: OpenPage[] = []

  function create(path: string, query: Record<string, string>): OpenPage {
    define(path)
    const root = roots.createRoot('page', code, path)
    const placeholder = document.body.appendChild(document.createElement('span'))
    const instance = root.get()
    Object.assign(instance, { route: path, __route__: path, options: query })
    root.attach(document.body, placeholder)
    const element = root.getComponent().getBackendElement()
    return { path, instance, element, release: () => root.release?.() }
  }

  function open(url: string): void {
    const [to = '', search = ''] = url.split('?')
    const path = tidy(to)
    if (!allPages.includes(path)) throw new Error(`no such page: ${path}`)
    if (stack.length >= DEEPEST) throw new Error(`more than ${DEEPEST} pages open`)
    note('open', url)
    stack.at(-1)?.instance.onHide?.()
    const kept = tabs.get(path)
    const page =
      kept ??
      create(
        path,
        Object.fromEntries(
          search
            .split('&')
            .filter(Boolean)
            .map((pair) => pair.split('=') as [string, string]),
        ),
      )
    stack.push(page)
    if (tabPages.includes(path)) tabs.set(path, page)
    if (!kept) page.instance.onLoad?.(page.instance.options ?? {})
    show()
    if (!kept) page.instance.onReady?.()
  }

  function show(): void {
    const top = stack.at(-1)
    if (!top) return
    for (const page of [...stack, ...tabs.values()]) page.element.style.display = page === top ? '' : 'none'
    style('page', globalThis.__css[`${top.path}.wxss`])
    const own = (globalThis.__json[`${top.path}.json`] ?? {}) as Record<string, unknown>
    const bar = document.querySelector('#nav')
    if (bar) bar.textContent = wordOf({ ...app.window, ...own }['navigationBarTitleText'])
    scrollTo(0, 0)
    top.instance.onShow?.()
  }

  function close(isTabKept: boolean): void {
    const page = stack.pop()
    if (!page || (isTabKept && tabs.get(page.path) === page)) return
    tabs.delete(page.path)
    page.instance.onUnload?.()
    page.element.remove()
    page.release()
  }

  const go = (way: string, move: (options: Options) => void) => (options: Options) => {
    try {
      move(options)
      return succeed(options, { errMsg: `${way}:ok` })
    } catch (error) {
      fault(error)
      return fail(options, `${way}:fail ${String(error)}`)
    }
  }
  const closeAll = (isTabKept: boolean) => {
    while (stack.length > 0) close(isTabKept)
  }
  const isTab = (options: Options) => tabPages.includes(tidy(String(options['url']).split('?')[0] ?? ''))
  const refuse = (words: string) => {
    throw new Error(words)
  }
  const ways = {
    navigateTo: go('navigateTo', (options) =>
      isTab(options) ? refuse('can not navigateTo a tabbar page') : open(String(options['url'])),
    ),
    redirectTo: go('redirectTo', (options) => {
      if (isTab(options)) refuse('can not redirectTo a tabbar page')
      close(false)
      open(String(options['url']))
    }),
    reLaunch: go('reLaunch', (options) => {
      closeAll(false)
      open(String(options['url']))
    }),
    switchTab: go('switchTab', (options) => {
      if (!isTab(options)) refuse('can not switch to no-tabBar page')
      closeAll(true)
      open(String(options['url']))
    }),
    navigateBack: go('navigateBack', (options) => {
      for (let left = Number(options['delta'] ?? 1); left > 0 && stack.length > 1; left--) close(true)
      show()
    }),
    setNavigationBarTitle: go('setNavigationBarTitle', (options) => {
      const bar = document.querySelector('#nav')
      if (bar) bar.textContent = String(options['title'])
    }),
  }
  const top = () => stack.at(-1)
  addEventListener('scroll', () => {
    if (innerHeight + scrollY >= document.body.scrollHeight - 50) top()?.instance.onReachBottom?.()
  })
  return {
    open,
    ways,
    instances: () => stack.map(({ instance }) => instance),
  }
}
