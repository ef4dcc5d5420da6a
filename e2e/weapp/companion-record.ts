/** An operator enters a companion, over the same HTTP that the console uses. */
import { ApiError, createClient, type Send } from '@banyi/contract/client'
import { createHmac } from 'node:crypto'
import type { Stack } from '../stack.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 6238, as an authenticator app does it */
function totp(secret: string, now: number): string {
  const bits = [...secret].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)))
  const digest = createHmac('sha1', key).update(counter).digest()
  const code = digest.readUInt32BE((digest.at(-1) ?? 0) & 15) & 0x7fffffff
  return String(code % 1_000_000).padStart(6, '0')
}

const sender =
  (url: string, token?: string): Send =>
  async ({ method, path, body }) => {
    const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) }
    const reply = await fetch(url + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: reply.status, body: await reply.json() }
  }

export interface EnteredCompanion {
  /** her account has proven to have the phone of the record */
  isLinked: () => Promise<boolean>
}

/** Enters her record; her account gets it when it proves to have this phone. */
export async function enterCompanion(stack: Stack, name: string, phone: string): Promise<EnteredCompanion> {
  const { username, password, secret } = stack.operator
  const { token } = await createClient(sender(stack.url)).identity.signInOperator({
    body: { username, password, totp: totp(secret, Date.now()) },
  })
  const { items } = await createClient(sender(stack.url)).hospitals.listDistricts()
  const operator = createClient(sender(stack.url, token))
  try {
    const { id } = await operator.companions.addCompanion({
      body: {
        name,
        phone,
        sex: 'female',
        birthYear: 1978,
        verified: ['identity', 'training'],
        segments: ['general'],
        skills: ['wheelchair'],
        languages: ['普通话', '上海话'],
        districts: items.map((district) => district.name),
        introduction: '熟悉各大医院的流程，陪着不催。',
        startedYear: 2020,
      },
    })
    return { isLinked: async () => (await operator.companions.getCompanionRecord({ params: { id } })).isLinked }
  } catch (error) {
    throw error instanceof ApiError ? new Error(`${error.message} ${JSON.stringify(error.problem.fields)}`) : error
  }
}
