/**
 * The keys of the other side, by Wechatpay-Serial: the public key of the merchant console (PUB_KEY_ID_..., does not
 * expire) and the platform certificates (rotate; fetched anew when an unknown serial appears, at most once a minute so
 * that forged serials cannot make us ask all the time).
 */
import { createPublicKey, type KeyObject, type X509Certificate } from 'node:crypto'
import type { Clock } from '../../core/clock.ts'

export interface PlatformCertificate {
  serial: string
  certificate: X509Certificate
}
const REFRESH_GAP_MS = 60_000

export class PlatformKeys {
  readonly #clock: Clock
  readonly #fetchCertificates: () => Promise<PlatformCertificate[]>
  readonly #publicKeys = new Map<string, KeyObject>()
  #certificates = new Map<string, X509Certificate>()
  #refreshedAt = Number.NEGATIVE_INFINITY
  #refreshing: Promise<void> | null = null

  constructor(
    publicKey: { id: string; pem: string } | null,
    clock: Clock,
    fetchCertificates: () => Promise<PlatformCertificate[]>,
  ) {
    this.#clock = clock
    this.#fetchCertificates = fetchCertificates
    if (publicKey) this.#publicKeys.set(publicKey.id, createPublicKey(publicKey.pem))
  }

  /** What is known now, without asking anybody. */
  find(serial: string): KeyObject | null {
    const certificate = this.#certificates.get(serial.toUpperCase())
    const isValid = certificate && Date.parse(certificate.validTo) > this.#clock.now().getTime()
    return this.#publicKeys.get(serial) ?? (isValid ? certificate.publicKey : null)
  }

  /** Asks for the certificates when the serial is unknown. */
  async findOrFetch(serial: string): Promise<KeyObject | null> {
    const known = this.find(serial)
    if (known || serial.startsWith('PUB_KEY_ID_')) return known
    await this.refresh()
    return this.find(serial)
  }

  /** Shared by all who ask at once. */
  refresh(): Promise<void> {
    if (this.#refreshing) return this.#refreshing
    const now = this.#clock.now().getTime()
    if (now - this.#refreshedAt < REFRESH_GAP_MS) return Promise.resolve()
    this.#refreshedAt = now
    this.#refreshing = this.#fetchCertificates()
      .then((list) => {
        this.#certificates = new Map(list.map(({ serial, certificate }) => [serial.toUpperCase(), certificate]))
      })
      .finally(() => (this.#refreshing = null))
    return this.#refreshing
  }

  /** The key to encrypt fields for, and its name: the public key, else the certificate that lives longest. */
  newest(): { serial: string; key: KeyObject } | null {
    for (const [serial, key] of this.#publicKeys) return { serial, key }
    const [last] = [...this.#certificates].toSorted(([, a], [, b]) => Date.parse(b.validTo) - Date.parse(a.validTo))
    return last ? { serial: last[0], key: last[1].publicKey } : null
  }
}
