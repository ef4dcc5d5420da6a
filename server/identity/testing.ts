/** Doors of identity for its own tests. */
import type { Answer, World } from '../core/testing/world.ts'

let lastPhone = 0
/** a phone that nobody has */
export const newPhone = (): string => `1371234${String(1000 + ++lastPhone)}`

export const sendCode = (world: World, phone: string): Promise<Answer> =>
  world.call('POST', '/identity/sms-codes', { body: { phone } })

export const signInBySms = (
  world: World,
  phone: string,
  code: string,
  privacyVersion: number | null = 1,
): Promise<Answer> => world.call('POST', '/identity/sign-in/sms', { body: { phone, code, privacyVersion } })

export const isAlive = async (world: World, token: string): Promise<boolean> =>
  (await world.call('GET', '/identity/me', { token })).status === 200

/** statuses of requests that raced, in a fixed order */
export const statusesOf = (answers: Answer[]): number[] =>
  answers.map((answer) => answer.status).toSorted((a, b) => a - b)
