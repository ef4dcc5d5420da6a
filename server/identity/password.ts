/** Passwords of operators: scrypt, its parameters stored beside the hash so that they can grow. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { Turns } from '../core/turns.ts'

/** 32 MB and about 60 ms on one core of 2024 */
const COST = { N: 2 ** 15, r: 8, p: 1 }
const LENGTH = 32
const turns = new Turns({ atOnce: 1, maxWaiting: 60 })

function derive(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  const options = { ...cost, maxmem: 256 * cost.N * cost.r }
  const work = (): Promise<Buffer> =>
    new Promise((resolve, reject) =>
      scrypt(password.normalize('NFKC'), salt, LENGTH, options, (error, key) => (error ? reject(error) : resolve(key))),
    )
  return turns.run(work)
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, COST)
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/** `stored` null: nobody has that name; the same work is done, so that the time tells nothing. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const [, n, r, p, salt = '', key = ''] = (stored ?? NOBODY).split('$')
  const expected = Buffer.from(key, 'base64url')
  const derived = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(n), r: Number(r), p: Number(p) })
  return timingSafeEqual(derived, expected) && stored !== null
}
const NOBODY = [
  'scrypt',
  COST.N,
  COST.r,
  COST.p,
  'AAAAAAAAAAAAAAAAAAAAAA',
  Buffer.alloc(LENGTH).toString('base64url'),
].join('$')
