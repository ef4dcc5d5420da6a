/** Taro in small: storage in memory, requests answered by `server.answer`, navigation recorded. */
import { useEffect, useRef } from 'react'

interface Request {
  url: string
  method: string
  data?: unknown
  header: Record<string, string>
}
type Reply = { status: number; body: unknown } | 'no answer'

export const server = {
  requests: [] as Request[],
  answer: (_request: Request): Reply => 'no answer',
}
/** on the global object, so that it outlives vi.resetModules as a phone's storage outlives a restart */
const phone = globalThis as { storage?: Map<string, unknown> }
export const storage = (phone.storage ??= new Map<string, unknown>())
export const route = { path: 'pages/home/index', params: {} as Record<string, string> }

/** pages that were opened, in order */
export const went: string[] = []
const visit = ({ url }: { url: string }) => {
  went.push(url)
  return Promise.resolve()
}

const Taro = {
  getStorageSync: (key: string) => storage.get(key) ?? '',
  setStorageSync: (key: string, value: unknown) => storage.set(key, value),
  removeStorageSync: (key: string) => storage.delete(key),
  request: (request: Request) => {
    server.requests.push(request)
    const reply = server.answer(request)
    return reply === 'no answer'
      ? Promise.reject(new Error('request:fail'))
      : Promise.resolve({ statusCode: reply.status, data: reply.body })
  },
  navigateTo: visit,
  navigateBack: () => Promise.resolve(),
  redirectTo: visit,
  switchTab: visit,
  reLaunch: visit,
  stopPullDownRefresh: () => undefined,
  pageScrollTo: () => Promise.resolve(),
  getCurrentPages: () => [{ route: route.path, options: route.params }],
  getEnv: () => 'WEB',
  ENV_TYPE: { WEB: 'WEB', WEAPP: 'WEAPP' },
  pxTransform: (n: number) => `${n}px`,
  nextTick: (act: () => void) => setTimeout(act, 0),
  getWindowInfo: () => ({ windowWidth: 375, windowHeight: 667 }),
  getSystemInfoSync: () => ({ windowWidth: 375 }),
  createSelectorQuery: () => ({ select: () => ({ boundingClientRect: () => ({ exec: () => undefined }) }) }),
  eventCenter: { on: () => undefined, off: () => undefined, trigger: () => undefined },
  getCurrentInstance: () => ({ router: route }),
}
export default Taro

function useShown(act: () => void) {
  const first = useRef(act)
  useEffect(() => first.current(), [])
}
export const useDidShow = useShown
export const useLaunch = useShown
export const useRouter = () => route
export const useReachBottom = () => undefined
export const useDidHide = () => undefined
export const usePullDownRefresh = () => undefined
export const useShareAppMessage = () => undefined
export const useUnload = () => undefined
export const {
  getEnv,
  ENV_TYPE,
  pxTransform,
  nextTick,
  getWindowInfo,
  getSystemInfoSync,
  createSelectorQuery,
  eventCenter,
  getCurrentInstance,
} = Taro
