/** What differs from one installation to the next: run time in a browser, build time in WeChat. */
interface Installation {
  /** origin of the pages that stand in for WeChat in a browser: sign-in, cashier */
  peopleUrl: string
  templates: readonly string[]
  supportPhone: string
}

interface AppConfigReply {
  sandboxPagesUrl?: string
  subscribeTemplates?: unknown
  supportPhone?: string
}

const isWeapp = process.env.TARO_ENV === 'weapp'
const words = (list: string | undefined) => (list ?? '').split(',').filter(Boolean)

let installation: Installation = {
  peopleUrl: '',
  templates: words(process.env.TARO_APP_TEMPLATES),
  supportPhone: process.env.TARO_APP_SUPPORT_PHONE ?? '',
}
let loading: Promise<Installation> | null = null

/** origin of the API; the browser is served by the API itself */
export const apiUrl = isWeapp ? (process.env.TARO_APP_API ?? '') : ''

export const supportPhone = (): string => installation.supportPhone

/** Read once; a failed reading is tried again at the next call. */
export function loadInstallation(): Promise<Installation> {
  if (isWeapp) return Promise.resolve(installation)
  loading ??= fetch('/app-config.json')
    .then((reply) => {
      if (!reply.ok) throw new Error(`app-config.json: ${reply.status}`)
      return reply.json() as Promise<AppConfigReply>
    })
    .then((reply) => {
      installation = {
        peopleUrl: (reply.sandboxPagesUrl ?? '').replace(/\/$/, ''),
        templates: templateIds(reply.subscribeTemplates),
        supportPhone: reply.supportPhone ?? '',
      }
      return installation
    })
    .catch((error: unknown) => {
      loading = null
      throw error
    })
  return loading
}

function templateIds(value: unknown): string[] {
  const list = Array.isArray(value) ? value : Object.values((value ?? {}) as Record<string, unknown>)
  return list.flatMap((item) => {
    if (typeof item === 'string') return [item]
    return typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'string' ? [item.id] : []
  })
}
