/** Signed-in people for benchmarks, through the real doors of the server program. */
import { createClient, type Client } from '@banyi/contract/client'
import { randomInt, randomUUID } from 'node:crypto'
import type { Stack } from '../e2e/stack.ts'
import { decodeBase32, totp } from '../sandbox/wire/totp.ts'

export const clientOf = (url: string, token?: string): Client =>
  createClient(async ({ method, path, body }) => {
    const answer = await fetch(url + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: answer.status, body: await answer.json() }
  })

export async function signInOperator(stack: Stack): Promise<string> {
  const { username, password, secret } = stack.operator
  const code = totp(decodeBase32(secret), Math.floor(Date.now() / 1000))
  const session = await clientOf(stack.url).identity.signInOperator({ body: { username, password, totp: code } })
  return session.token
}

/** A family with a patient: signed in by WeChat, everything agreed to. */
export async function newFamily(
  stack: Stack,
): Promise<{ token: string; accountId: string; patientId: string; api: Client }> {
  const user = stack.sandbox.control.createUser()
  const code = stack.sandbox.control.login(user.openid)
  const { token, account } = await clientOf(stack.url).identity.signInByWechat({ body: { code } })
  const api = clientOf(stack.url, token)
  const { items } = await api.identity.listPolicies()
  for (const { purpose, version } of items) await api.identity.setConsent({ body: { purpose, version, isGiven: true } })
  const patient = await api.identity.addPatient({
    body: { commandId: randomUUID(), name: '王秀兰', relation: 'mother', sex: 'female', birthDate: '1952-03-08' },
  })
  return { token, accountId: account.id, patientId: patient.id, api }
}

/** A companion who works every day from 6 to 21. */
export async function newCompanion(stack: Stack, desk: Client, i: number): Promise<string> {
  const phone = `139${String(randomInt(10 ** 8)).padStart(8, '0')}`
  const record = await desk.companions.addCompanion({
    body: {
      name: `陪诊员${i}`,
      phone,
      sex: 'female',
      birthYear: 1985,
      verified: ['identity'],
      segments: ['general'],
      skills: [],
      languages: ['普通话'],
      districts: ['黄浦区'],
      startedYear: 2020,
    },
  })
  const user = stack.sandbox.control.createUser({ phone })
  const { token } = await clientOf(stack.url).identity.signInByWechat({
    body: { code: stack.sandbox.control.login(user.openid) },
  })
  const api = clientOf(stack.url, token)
  const { items } = await api.identity.listPolicies()
  for (const { purpose, version } of items)
    if (purpose === 'privacy') await api.identity.setConsent({ body: { purpose, version, isGiven: true } })
  await api.identity.bindPhoneByWechat({ body: { code: stack.sandbox.control.phoneCode(user.openid) } })
  // the link by phone is a reaction: it comes a moment later
  for (let tries = 0; ; tries++) {
    const isLinked = await api.companions.getMyCompanion().then(
      () => true,
      () => false,
    )
    if (isLinked || tries > 100) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '06:00', to: '21:00' }))
  await api.companions.setMyWeeklyHours({ body: { hours, worksOnHolidays: true } })
  return record.id
}
