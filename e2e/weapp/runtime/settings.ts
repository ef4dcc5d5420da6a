/** What a test decides before the program starts, and what it may ask about afterwards. */
export interface Settings {
  /** the server behind /api; '' when there is none */
  apiUrl: string
  /** the people pages of the sandbox, with its control plane; '' when there is none */
  simUrl: string
  appId: string
  /** whose WeChat this is */
  openid: string
  /** WeChat's own type size; 16 is standard */
  fontSizeSetting: number
  place: { latitude: number; longitude: number } | null
}
/** what the program did that is not seen on a page */
export type Deed = [what: string, detail: unknown]

interface Shared {
  settings: Settings
  errors: string[]
  deeds: Deed[]
  isOnline: boolean
  refusesPayment: boolean
  isReady: boolean
  /** answers of the next pickers, oldest first: an index for lists, a text for dates and times */
  pickerAnswers: unknown[]
  setOnline: (isOnline: boolean) => void
  /** as the program itself would: wx.navigateTo and the like */
  navigate: (way: 'navigateTo' | 'navigateBack', url: string) => Promise<void>
}
declare global {
  var __sim: Shared
  var __settings: Settings
}

const NONE: Settings = { apiUrl: '', simUrl: '', appId: '', openid: '', fontSizeSetting: 16, place: null }

export const sim: Shared = (globalThis.__sim = {
  settings: { ...NONE, ...globalThis.__settings },
  errors: [],
  deeds: [],
  isOnline: true,
  refusesPayment: false,
  isReady: false,
  pickerAnswers: [],
  setOnline: () => undefined,
  navigate: () => Promise.resolve(),
})
export const note = (what: string, detail: unknown = null): void => void sim.deeds.push([what, detail])
/** an unknown value as words, '' when there is none */
export const wordOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value)
export const fault = (error: unknown): void => {
  sim.errors.push(error instanceof Error ? (error.stack ?? error.message) : String(error))
}

addEventListener('error', (event) => fault(event.error ?? event.message))
addEventListener('unhandledrejection', (event) => fault(event.reason))
addEventListener('submit', (event) => event.preventDefault(), true)
