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

export async function sitAtDesk(browser: Browser, stack: Stack): Promise<DeskUser> {
  const origins = [stack.url, stack.url.replace('http', 'ws')]
  const window = await openWindow(browser, { ...DESK, origins })
  const hands = handsOn(window.page)
  await window.page.goto(`${stack.url}/console/`)
  await hands.fill('账号', stack.operator.username)
  await hands.fill('密码', stack.operator.password)
  await hands.fill('动态码', operatorCode(stack))
  await window.page.getByRole('button', { name: /登\s*录/ }).click()
  await hands.see('订单看板')
  return { ...window, ...hands, open: async (path) => void (await window.page.goto(`${stack.url}/console${path}`)) }
}
