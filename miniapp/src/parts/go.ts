import Taro, { useRouter } from '@tarojs/taro'

const withQuery = (page: string, query: Record<string, string | undefined>): string => {
  const search = Object.entries(query)
    .flatMap(([key, value]) => (value ? [`${key}=${encodeURIComponent(value)}`] : []))
    .join('&')
  return search ? `${page}?${search}` : page
}

/** One address book of our own pages. */
export const PAGE = {
  home: '/pages/home/index',
  orders: '/pages/orders/index',
  mine: '/pages/mine/index',
  signIn: (next?: string) => withQuery('/packages/account/sign-in/index', { next }),
  consent: (purpose?: string) => withQuery('/packages/account/consent/index', { purpose }),
  settings: '/packages/account/settings/index',
  patients: '/packages/account/patients/index',
  patientEdit: (id?: string) => withQuery('/packages/account/patient-edit/index', { id }),
  who: '/packages/booking/who/index',
  where: '/packages/booking/where/index',
  hospitalSearch: '/packages/booking/hospital-search/index',
  hospital: (id: string, from?: 'booking') => withQuery('/packages/booking/hospital/index', { id, from }),
  department: '/packages/booking/department/index',
  companion: (order?: string) => withQuery('/packages/booking/companion/index', { order }),
  companionProfile: (id: string, order?: string) =>
    withQuery('/packages/booking/companion-profile/index', { id, order }),
  confirm: '/packages/booking/confirm/index',
  order: (id: string) => withQuery('/packages/visit/order/index', { id }),
  live: (id: string) => withQuery('/packages/visit/live/index', { id }),
  chat: (id: string) => withQuery('/packages/visit/chat/index', { id }),
  report: (id: string) => withQuery('/packages/visit/report/index', { id }),
  links: (id: string) => withQuery('/packages/visit/links/index', { id }),
  cancel: (id: string) => withQuery('/packages/visit/cancel/index', { id }),
  reschedule: (id: string) => withQuery('/packages/visit/reschedule/index', { id }),
  payResult: (id: string) => withQuery('/packages/visit/pay-result/index', { id }),
  insurance: (id: string) => withQuery('/packages/visit/insurance/index', { id }),
  orderContract: (id: string) => withQuery('/packages/visit/contract/index', { id }),
  dispute: (id: string) => withQuery('/packages/visit/dispute/index', { id }),
  /** the order, back from paying a tip */
  tipped: (id: string) => withQuery('/packages/visit/order/index', { id, tip: '1' }),
  coupons: '/packages/account/coupons/index',
  compensations: '/packages/account/compensations/index',
  transparency: '/packages/trust/report/index',
  fundRules: '/packages/trust/rules/index',
  verify: (code?: string) => withQuery('/packages/trust/verify/index', { code }),
  contractText: '/packages/trust/contract/index',
  linkLive: '/packages/link/live/index',
  companionEarnings: '/packages/companion/earnings/index',
  companionWork: '/packages/companion/tasks/index',
} as const

const isTab = (url: string) => url.startsWith('/pages/')

export function go(url: string): void {
  void (isTab(url) ? Taro.switchTab({ url }) : Taro.navigateTo({ url }))
}
/** The present page is done with: going back must not lead to it. */
export function replace(url: string): void {
  void (isTab(url) ? Taro.switchTab({ url }) : Taro.redirectTo({ url }))
}
/** Begin anew from a page: what lies behind is finished. */
export function restart(url: string): void {
  void (isTab(url) ? Taro.switchTab({ url }) : Taro.reLaunch({ url }))
}

/** The address of the page that is open now, to come back to. */
export function here(): string {
  const page = Taro.getCurrentPages().at(-1)
  if (!page) return PAGE.home
  const query = Object.fromEntries(
    Object.entries(page.options ?? {}).filter(([key]) => !/^(\$|stamp)/.test(key)),
  ) as Record<string, string>
  return withQuery(`/${(page.route ?? '').replace(/^\//, '').split('?')[0]}`, query)
}

export const goSignIn = (): void => go(PAGE.signIn(here()))

/** A parameter of the page's address, decoded once ('' when absent). */
export function useParam(name: string): string {
  const raw = useRouter().params[name]
  if (!raw) return ''
  try {
    return decodeURIComponent(raw)
  } catch {
    return raw
  }
}
