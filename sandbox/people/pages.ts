/** The pages for people on base+0: which address shows what. */
import { readFileSync } from 'node:fs'
import type { Control } from '../control/actions.ts'
import type { SimReply, SimRequest } from '../core/http.ts'
import { findRoute, route, type Route } from '../core/routes.ts'
import type { World } from '../core/world.ts'
import { authenticatorJson, authenticatorPage } from './authenticator-page.ts'
import { answerCashier, cashierPage } from './cashier-page.ts'
import { controlPage } from './control-page.ts'
import { homePage } from './home-page.ts'
import { messagePage, seeOther } from './html.ts'
import { answerPhoneNumber, phoneNumberPage, signIn, signInPage } from './identity-pages.ts'
import { answerClaim, answerPolicy, insurerPage } from './insurer-page.ts'
import { messageList, phonePage } from './phone-page.ts'
import { answerTransfer, transferPage } from './transfer-page.ts'

export type People = { world: World; control: Control; urls: () => Record<string, string> }

const ASSETS: Record<string, string> = {
  'style.css': 'text/css',
  'phone.js': 'text/javascript',
  'authenticator.js': 'text/javascript',
  'control.js': 'text/javascript',
}

function asset(name: string): SimReply {
  const type = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined
  if (!type) return messagePage('没有这个文件', name, 404)
  const body = readFileSync(new URL(`./assets/${name}`, import.meta.url))
  return { status: 200, headers: { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-cache' }, body }
}

const formOf = (request: SimRequest) => new URLSearchParams(request.body.toString('utf8'))

const ROUTES: Route<People>[] = [
  route('GET', '/', ({ world, control, urls }) => homePage(world, control, urls())),
  route('POST', '/users', ({ control }, request) => {
    const form = formOf(request)
    control.createUser({ nickname: form.get('nickname') ?? '', phone: form.get('phone') ?? '' })
    return seeOther('/')
  }),
  route('GET', '/signin', ({ control }, { query }) => signInPage(control, query)),
  route('POST', '/signin', ({ control }, request) => signIn(control, formOf(request))),
  route('GET', '/phone-number', ({ control }, { query }) => phoneNumberPage(control, query)),
  route('POST', '/phone-number', ({ control }, request) => answerPhoneNumber(control, formOf(request))),
  route('GET', '/cashier', ({ control }, { query }) => cashierPage(control, query)),
  route('POST', '/cashier', ({ control }, request) => answerCashier(control, formOf(request))),
  route('GET', '/transfer', ({ control }, { query }) => transferPage(control, query)),
  route('POST', '/transfer', ({ control }, request) => answerTransfer(control, formOf(request))),
  route('GET', '/insurer', ({ control }) => insurerPage(control)),
  route('POST', '/insurer/claims', ({ control }, request) => answerClaim(control, formOf(request))),
  route('POST', '/insurer/policies', ({ control }, request) => answerPolicy(control, formOf(request))),
  route('GET', '/phones/:phone', ({ world, control }, _request, { phone = '' }) => phonePage(world, control, phone)),
  route('GET', '/phones/:phone/messages', ({ world, control }, _request, { phone = '' }) => ({
    status: 200,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' },
    body: messageList(control, world.clock.now(), phone).text,
  })),
  route('GET', '/authenticator', ({ world }) => authenticatorPage(world)),
  route('GET', '/authenticator/codes', ({ world }) => authenticatorJson(world)),
  route('GET', '/control', () => controlPage()),
  route('GET', '/assets/:name', (_people, _request, { name = '' }) => asset(name)),
]

export async function servePeople(people: People, request: SimRequest): Promise<SimReply> {
  const found = findRoute(ROUTES, request)
  if (typeof found === 'string') return messagePage('没有这一页', '地址不对，或者这里没有这个功能。', 404)
  try {
    return await found.handle(people, request, found.params)
  } catch (error) {
    return messagePage('没有办成', error instanceof Error ? error.message : String(error))
  }
}
