/** `/authenticator`: the app on an operator's phone that shows six digits. Entries are written by the demo set-up. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { jsonReply, type SimReply } from '../core/http.ts'
import type { World } from '../core/world.ts'
import { decodeBase32, totp, TOTP_STEP_SEC } from '../wire/totp.ts'
import { html, pageReply } from './html.ts'

type Entry = { label: string; secret: string }

/** Read each time: the demo set-up writes it while we run. A missing or broken file shows as no entries. */
function readEntries(dir: string): Entry[] {
  try {
    const value: unknown = JSON.parse(readFileSync(path.join(dir, 'authenticator.json'), 'utf8'))
    return Array.isArray(value)
      ? value.filter((one: Partial<Entry>): one is Entry => Boolean(one.label && one.secret))
      : []
  } catch {
    return []
  }
}

function codeOf(secret: string, nowSec: number): string {
  try {
    return totp(decodeBase32(secret), nowSec)
  } catch {
    return '密钥有误'
  }
}

function authenticatorCodes(world: World): { label: string; code: string; leftSec: number }[] {
  const now = world.clock.nowSec()
  const leftSec = TOTP_STEP_SEC - (now % TOTP_STEP_SEC)
  return readEntries(world.dir).map(({ label, secret }) => ({ label, code: codeOf(secret, now), leftSec }))
}

export const authenticatorJson = (world: World) =>
  jsonReply(200, authenticatorCodes(world), { 'Cache-Control': 'no-store' })

export function authenticatorPage(world: World): SimReply {
  const codes = authenticatorCodes(world)
  return pageReply({
    title: '动态口令',
    script: 'authenticator.js',
    body: html`
      <h1>动态口令验证器</h1>
      <p class="lead">运营后台登录时要输入的六位数字，每 30 秒换一次。</p>
      <ul id="codes" class="rows card">
        ${codes.map(
          ({ label, code, leftSec }) =>
            html`<li class="row">
              <span class="who"><b>${label}</b><small>还剩 ${leftSec} 秒</small></span
              ><span class="digits">${code}</span>
            </li>`,
        )}
        ${codes.length === 0 && html`<li class="row note">还没有账号。演示数据准备好后会自动出现。</li>`}
      </ul>
    `,
  })
}
