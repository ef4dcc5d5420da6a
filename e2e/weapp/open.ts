/** A mini-program in a headless Chromium, with the hands of a person. */
import chromium from '@sparticuz/chromium'
import { chromium as launcher, type Browser, type Page } from 'playwright-core'
import { compile, type Bundle } from './compile.ts'
import type { Deed, Settings } from './runtime/settings.ts'
import { serve } from './serve.ts'

// chosen for whole journeys: its own arguments suit single pages only
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

const PATIENCE = 20_000

export interface MiniProgram {
  page: Page
  /** taps what is shown under these words; the whole word unless `isPart` */
  tap: (words: string, isPart?: boolean) => Promise<void>
  fill: (selector: string, text: string) => Promise<void>
  /** waits until these words are shown */
  see: (words: string, patience?: number) => Promise<void>
  text: () => Promise<string>
  /** opens a page by its address, as wx.navigateTo does */
  navigate: (url: string) => Promise<void>
  /** the arrow of WeChat's own bar */
  back: () => Promise<void>
  answerPicker: (value: unknown) => Promise<void>
  setOnline: (isOnline: boolean) => Promise<void>
  errors: () => Promise<string[]>
  deeds: (what: string) => Promise<unknown[]>
  close: () => Promise<void>
}

export const startBrowser = async (): Promise<Browser> =>
  launcher.launch({ executablePath: await chromium.executablePath(), args: ARGUMENTS })

export async function openMiniProgram(
  browser: Browser,
  dist: string | Bundle,
  settings: Partial<Settings> = {},
): Promise<MiniProgram> {
  const served = await serve(typeof dist === 'string' ? compile(dist) : dist, settings.apiUrl)
  const context = await browser.newContext({
    viewport: { width: 375, height: 720 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  })
  await context.addInitScript((given) => void (globalThis.__settings = given as Settings), settings)
  const page = await context.newPage()
  await page.goto(served.url)
  await page.waitForFunction(() => globalThis.__sim?.isReady)

  // earlier pages stay in the document, hidden
  const shown = (words: string, isPart: boolean) =>
    page.getByText(words, { exact: !isPart }).filter({ visible: true }).last()
  page.setDefaultTimeout(PATIENCE)
  const explained = (what: string, done: Promise<void>) =>
    done.catch(async (cause: unknown) => {
      const found = await page.evaluate(() => ({ text: document.body.innerText, errors: globalThis.__sim.errors }))
      throw new Error(`could not ${what} in ${JSON.stringify(found)}`, { cause })
    })
  // nobody taps twice within two frames
  const drawn = () =>
    page.evaluate(
      () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
    )
  return {
    page,
    tap: async (words, isPart = false) => {
      await explained(`tap "${words}"`, shown(words, isPart).tap())
      await drawn()
    },
    fill: async (selector, text) => {
      await explained(`fill ${selector}`, page.locator(selector).filter({ visible: true }).first().fill(text))
      await drawn()
    },
    see: (words, patience = PATIENCE) => explained(`see "${words}"`, shown(words, true).waitFor({ timeout: patience })),
    text: async () => (await page.evaluate(() => document.body.innerText)).replaceAll(/\s+/g, ' '),
    navigate: (url) => page.evaluate((to) => globalThis.__sim.navigate('navigateTo', to), url),
    back: () => page.evaluate(() => globalThis.__sim.navigate('navigateBack', '')),
    answerPicker: (value) => page.evaluate((answer) => void globalThis.__sim.pickerAnswers.push(answer), value),
    setOnline: (isOnline) => page.evaluate((now) => globalThis.__sim.setOnline(now), isOnline),
    errors: () => page.evaluate(() => globalThis.__sim.errors),
    deeds: async (what) =>
      (await page.evaluate(() => globalThis.__sim.deeds))
        .filter(([name]: Deed) => name === what)
        .map(([, detail]) => detail),
    close: async () => {
      await context.close()
      await served.stop()
    },
  }
}
