/**
 * People for tests, made through the real doors, so that set-up reads like speech:
 *
 *   const anna = await daughter(world)          signed in by WeChat, phone bound, everything agreed to
 *   const mum = await mother(anna)       her patient
 *   const wang = await companionPerson(world)   a person with a phone who is going to be a companion
 *   const desk = await operatorWith(world, ['dispatcher'])
 */
import type { Client } from '@banyi/contract/client'
import type { Patient, Purpose } from '@banyi/contract/identity'
import { randomBytes, randomUUID } from 'node:crypto'
import { decodeBase32, totp } from '../../../sandbox/wire/totp.ts'
import { createOperator } from '../../identity/index.ts'
import type { Duty } from '../viewer.ts'
import type { World } from './world.ts'

export interface Person {
  accountId: string
  token: string
  /** typed client with this person's sign-in; throws ApiError */
  api: Client
  openid: string
  phone: string
}
const PURPOSES: Purpose[] = ['privacy', 'health', 'companion-sharing', 'location']

/** A WeChat user who has signed in and done nothing else. */
export async function stranger(world: World, wish: { nickname?: string; phone?: string } = {}): Promise<Person> {
  const user = world.sandbox.control.createUser(wish)
  const session = await world
    .api()
    .identity.signInByWechat({ body: { code: world.sandbox.control.login(user.openid) } })
  const { token, account } = session
  return { accountId: account.id, token, api: world.api(token), openid: user.openid, phone: user.phone }
}

export async function agree(person: Person, purposes: Purpose[] = PURPOSES): Promise<void> {
  const { items } = await person.api.identity.listPolicies()
  for (const purpose of purposes) {
    const version = items.find((policy) => policy.purpose === purpose)?.version ?? 0
    await person.api.identity.setConsent({ body: { purpose, version, isGiven: true } })
  }
}

export async function withdraw(person: Person, purpose: Purpose): Promise<void> {
  await person.api.identity.setConsent({ body: { purpose, version: 1, isGiven: false } })
}

/** Signed in, phone bound, everything agreed to. */
export async function daughter(world: World, wish: { nickname?: string; phone?: string } = {}): Promise<Person> {
  const person = await stranger(world, { nickname: '小敏', ...wish })
  await agree(person)
  await bindPhone(world, person)
  await person.api.identity.updateMe({ body: { nickname: wish.nickname ?? '小敏' } })
  return person
}

export async function bindPhone(world: World, person: Person): Promise<void> {
  await person.api.identity.bindPhoneByWechat({ body: { code: world.sandbox.control.phoneCode(person.openid) } })
}

/** Somebody who is going to be a companion: companions link themselves by the phone. */
export async function companionPerson(world: World, wish: { nickname?: string; phone?: string } = {}): Promise<Person> {
  const person = await stranger(world, { nickname: '王阿姨', ...wish })
  await agree(person, ['privacy', 'location'])
  await bindPhone(world, person)
  return person
}

type PatientWish = Partial<Parameters<Client['identity']['addPatient']>[0]['body']>
export const mother = (family: Person, wish: PatientWish = {}): Promise<Patient> =>
  family.api.identity.addPatient({
    body: {
      commandId: randomUUID(),
      name: '王秀兰',
      relation: 'mother',
      sex: 'female',
      birthDate: '1952-03-08',
      phone: '13912345678',
      allergies: '青霉素过敏',
      mobility: 'slow',
      hearing: 'hard',
      dialect: '上海话',
      notes: '走路慢，请多等一会儿',
      emergencyContacts: [{ name: '王强', relation: '儿子', phone: '13800138000' }],
      ...wish,
    },
  })

export interface Staff {
  operatorId: string
  username: string
  password: string
  /** the authenticator app: the code of this moment */
  code(): string
  token: string
  api: Client
}

/** An operator with these duties, signed in. */
export async function operatorWith(world: World, duties: Duty[], name = '李伟'): Promise<Staff> {
  const username = `op${randomBytes(5).toString('hex')}`
  const password = `Test-${randomBytes(9).toString('base64url')}`
  const { operator, totpUri } = await createOperator(
    world.system,
    { username, name, password, duties },
    { kind: 'system', id: null },
  )
  const code = authenticator(world, totpUri)
  const session = await world.api().identity.signInOperator({ body: { username, password, totp: code() } })
  return { operatorId: operator.id, username, password, code, token: session.token, api: world.api(session.token) }
}

/** What the app on the operator's phone shows. */
export function authenticator(world: World, totpUri: string): () => string {
  const secret = decodeBase32(new URL(totpUri).searchParams.get('secret') ?? '')
  return () => totp(secret, Math.floor(world.clock.now().getTime() / 1000))
}

/** The newest SMS code that a phone received. */
export function codeOnPhone(world: World, phone: string): string {
  const message = world.sandbox.control
    .inbox({ phone })
    .find(({ channel, text }) => channel === 'sms' && text.includes('验证码'))
  return /(\d{6})/.exec(message?.text ?? '')?.[1] ?? ''
}
