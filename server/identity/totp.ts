/** One-time passwords of operators (RFC 6238): 6 digits, 30 seconds, one step of tolerance for a slow clock. */
import { Secret, TOTP } from 'otpauth'

const PERIOD = 30
const DIGITS = 6

const totpOf = (secret: string): TOTP =>
  new TOTP({ secret: Secret.fromBase32(secret), period: PERIOD, digits: DIGITS, algorithm: 'SHA1' })

/** 160 random bits in base32 */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32

export const totpUri = (secret: string, username: string): string =>
  new TOTP({
    issuer: '伴医',
    label: username,
    secret: Secret.fromBase32(secret),
    period: PERIOD,
    digits: DIGITS,
  }).toString()

/** The step a code belongs to, or null when it is wrong. A step that was used must not be used again. */
export function stepOfTotp(secret: string, code: string, now: Date): number | null {
  const delta = totpOf(secret).validate({ token: code, window: 1, timestamp: now.getTime() })
  return delta === null ? null : Math.floor(now.getTime() / 1000 / PERIOD) + delta
}
