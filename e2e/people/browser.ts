/** One headless Chromium for a test file, and windows in it that remember everything that went wrong in them. */
import chromium from '@sparticuz/chromium'
import { chromium as launcher, type Browser, type BrowserContext, type Page } from 'playwright-core'

// its own arguments suit single pages only
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
/** slow machines: two cores carry database, sandbox, server and browser */
const PATIENCE = 30_000

export const startBrowser = async (): Promise<Browser> =>
  launcher.launch({ executablePath: await chromium.executablePath(), args: ARGUMENTS })

export interface Window {
  context: BrowserContext
  page: Page
  /** errors on the console, thrown ones, requests to strangers; refusals by the server are told apart */
  troubles: string[]
  /** `409 POST /orders/…`: what the server refused */
  refusals: string[]
}

interface WindowOptions {
  width: number
  height: number
  isPhone?: boolean
  scale?: number
  /** origins that pages may talk to */
  origins: readonly string[]
}

export async function openWindow(browser: Browser, options: WindowOptions): Promise<Window> {
  const { width, height, isPhone = false, scale = 1 } = options
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: scale,
    isMobile: isPhone,
    hasTouch: isPhone,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(PATIENCE)
  const troubles: string[] = []
  const refusals: string[] = []
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (/^(https?|wss?):$/.test(protocol) && !options.origins.includes(origin)) troubles.push(`asks ${request.url()}`)
  })
  context.on('response', (response) => {
    if (response.status() < 400) return
    const line = `${response.status()} ${response.request().method()} ${new URL(response.url()).pathname}`
    refusals.push(line)
    if (response.status() >= 500) troubles.push(line)
  })
  context.on('weberror', (error) => troubles.push(`threw ${error.error().message}`))
  context.on('console', (message) => {
    // the browser's own line for every answer above 399 and every lost connection; both are watched above
    const isOfNetwork = /^Failed to load resource|^WebSocket connection to/.test(message.text())
    if (message.type() === 'error' && !isOfNetwork) troubles.push(`says ${message.text()}`)
  })
  return { context, page: await context.newPage(), troubles, refusals }
}
