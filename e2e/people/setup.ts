/** What was there before the story begins: an operator at her desk, companions with a calendar. By the real doors. */
import { createClient, type Client } from '@banyi/contract/client'
import { decodeBase32, totp } from '../../sandbox/wire/totp.ts'
import type { Stack, StackOperator } from '../stack.ts'

export const clientOf = (url: string, token?: string): Client =>
  createClient(async ({ method, path, body }) => {
    const headers = {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    }
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const answer = await fetch(url + path, { method, headers, ...sent })
    return { status: answer.status, body: await answer.json() }
  })

const CODE_LASTS_S = 30

/** The digits of the operator's authenticator; a code counts once, so that two sign-ins want two steps. */
export const operatorCode = (operator: StackOperator, steps = 0): string =>
  totp(decodeBase32(operator.secret), Math.floor(Date.now() / 1000) + steps * CODE_LASTS_S)

/** Signs in with the code before the present one, which stays for the console. */
export async function operatorApi(stack: Stack, operator = stack.operator): Promise<Client> {
  const { username, password } = operator
  const signIn = (totpCode: string) =>
    clientOf(stack.url).identity.signInOperator({ body: { username, password, totp: totpCode } })
  const { token } = await signIn(operatorCode(operator, -1)).catch(() => signIn(operatorCode(operator, -1)))
  return clientOf(stack.url, token)
}

export interface ReadyCompanion {
  id: string
  name: string
  phone: string
  api: Client
}

/** A companion with her own account who works every day from 6 to 21. */
export async function readyCompanion(
  stack: Stack,
  desk: Client,
  { name, phone }: { name: string; phone: string },
): Promise<ReadyCompanion> {
  const record = await desk.companions.addCompanion({
    body: {
      name,
      phone,
      sex: 'female',
      birthYear: 1981,
      verified: ['identity', 'training'],
      segments: ['general'],
      skills: ['wheelchair'],
      languages: ['普通话', '上海话'],
      districts: ['黄浦区', '徐汇区'],
      introduction: '在三甲医院做过六年护工，熟悉瑞金、中山的门诊，陪着不催。',
      startedYear: 2019,
    },
  })
  const user = stack.sandbox.control.createUser({ nickname: name, phone })
  const { token } = await clientOf(stack.url).identity.signInByWechat({
    body: { code: stack.sandbox.control.login(user.openid) },
  })
  const api = clientOf(stack.url, token)
  await agree(api, ['privacy'])
  await api.identity.bindPhoneByWechat({ body: { code: stack.sandbox.control.phoneCode(user.openid) } })
  // an event links the record to the account a moment later
  await until(async () => (await desk.companions.getCompanionRecord({ params: { id: record.id } })).isLinked)
  const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '06:00', to: '21:00' }))
  await api.companions.setMyWeeklyHours({ body: { hours, worksOnHolidays: true } })
  return { id: record.id, name, phone, api }
}

export async function agree(api: Client, purposes?: readonly string[]): Promise<void> {
  const { items } = await api.identity.listPolicies()
  for (const { purpose, version } of items)
    if (!purposes || purposes.includes(purpose))
      await api.identity.setConsent({ body: { purpose, version, isGiven: true } })
}

/** Asks again and again until it is so. */
export async function until(isSo: () => Promise<boolean> | boolean, ms = 20_000): Promise<void> {
  const end = Date.now() + ms
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`still not so after ${ms} ms: ${isSo.toString()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
