/** What a person does with a page: taps words, fills fields, sees words come and go. No hands wait for the clock. */
import type { Locator, Page } from 'playwright-core'

type Role = 'button' | 'link' | 'radio' | 'checkbox' | 'tab' | 'switch'

export interface Hands {
  page: Page
  /** waits until the words are shown */
  see: (words: string | RegExp) => Promise<Locator>
  gone: (words: string | RegExp) => Promise<void>
  /** the control with this name; the last one, because sheets and dialogs lie above the page */
  control: (name: string | RegExp, role?: Role) => Locator
  tap: (name: string | RegExp, role?: Role) => Promise<void>
  fill: (label: string, text: string) => Promise<void>
  text: () => Promise<string>
  shot: (name: string) => Promise<void>
}

export function handsOn(page: Page): Hands {
  const explained = async <T>(what: string, done: Promise<T>): Promise<T> => {
    try {
      return await done
    } catch (cause) {
      const words = (await page.innerText('body').catch(() => '(no page)')).replaceAll(/\s+/g, ' ')
      await page.screenshot({ path: shotPath('failed') }).catch(() => undefined)
      throw new Error(`could not ${what} at ${page.url()}: ${words.slice(0, 900)}`, { cause })
    }
  }
  const shown = (words: string | RegExp): Locator => page.getByText(words).filter({ visible: true }).last()
  const control: Hands['control'] = (name, role = 'button') =>
    page
      .getByRole(role, { name, exact: typeof name === 'string' })
      .filter({ visible: true })
      .last()
  return {
    page,
    control,
    see: async (words) => {
      const found = shown(words)
      await explained(`see ${words}`, found.waitFor())
      return found
    },
    gone: (words) => explained(`see ${words} go`, shown(words).waitFor({ state: 'hidden' })),
    tap: (name, role) => explained(`tap ${role ?? 'button'} ${name}`, control(name, role).click()),
    fill: (label, text) =>
      explained(
        `fill ${label}`,
        page
          .getByRole('textbox', { name: label, exact: true })
          .or(page.getByRole('spinbutton', { name: label, exact: true }))
          .or(page.getByLabel(label, { exact: true }))
          .filter({ visible: true })
          .last()
          .fill(text),
      ),
    text: async () => (await page.innerText('body')).replaceAll(/\s+/g, ' '),
    shot: async (name) => void (await page.screenshot({ path: shotPath(name) })),
  }
}

export const shotPath = (name: string): string => new URL(`../shots/${name}.png`, import.meta.url).pathname

const fenOf = (text: string): number => Math.round(Number(text.replaceAll(/[^\d.-]/g, '')) * 100)

/** The sum under the last list of amounts that is shown; refuses a list whose lines are not that sum. */
export async function addedUp(her: Hands): Promise<number> {
  const list = her.page.locator('.price').filter({ visible: true }).last()
  const amounts = (await list.locator('.price__line .money').allInnerTexts()).map(fenOf)
  const sum = amounts.pop() ?? 0
  const total = amounts.reduce((all, one) => all + one, 0)
  if (amounts.length === 0 || total !== sum) throw new Error(`${amounts.join(' + ')} is ${total}, the page says ${sum}`)
  return sum
}
