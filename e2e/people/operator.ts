/** An operator at her desk in the console. */
import type { Browser } from 'playwright-core'
import type { Stack } from '../stack.ts'
import { openWindow, type Window } from './browser.ts'
import { handsOn, type Hands } from './hands.ts'
import { operatorCode } from './setup.ts'

export interface DeskUser extends Window, Hands {
  page: Window['page']
  open: (path: string) => Promise<void>
}

export const DESK = { width: 1440, height: 900 }

export async function sitAtDesk(browser: Browser, stack: Stack, operator = stack.operator): Promise<DeskUser> {
  const origins = [stack.url, stack.url.replace('http', 'ws')]
  const window = await openWindow(browser, { ...DESK, origins })
  const hands = handsOn(window.page)
  await window.page.goto(`${stack.url}/console/`)
  await hands.fill('账号', operator.username)
  await hands.fill('密码', operator.password)
  await hands.fill('动态码', operatorCode(operator))
  await window.page.getByRole('button', { name: /登\s*录/ }).click()
  await hands.see('订单看板')
  return { ...window, ...hands, open: async (path) => void (await window.page.goto(`${stack.url}/console${path}`)) }
}

/** A dialog that asks for a reason: writes it and presses the button that says what happens. */
export async function decide(desk: DeskUser, button: string | RegExp, reason: string, label = '原因'): Promise<void> {
  const dialog = desk.page.getByRole('dialog').filter({ visible: true })
  await dialog.getByLabel(label, { exact: true }).fill(reason)
  await dialog.getByRole('button', { name: button }).last().click()
  await dialog.waitFor({ state: 'hidden' })
}

/** A list that opens: walked with the arrow keys to the option that begins with these words. */
export async function pick(desk: DeskUser, label: string, words: string): Promise<void> {
  const { page } = desk
  await page.getByRole('combobox', { name: label, exact: true }).click()
  const active = page.locator('.ant-select-item-option-active').filter({ visible: true }).last()
  await active.waitFor()
  for (let tries = 0; !(await active.innerText()).startsWith(words); tries++) {
    if (tries > 30) throw new Error(`${label} does not offer ${words}`)
    await page.keyboard.press('ArrowDown')
  }
  await page.keyboard.press('Enter')
}
