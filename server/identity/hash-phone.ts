import type { System } from '../system.ts'

/** What a phone is looked up by; the same everywhere, so that modules can compare without knowing the number. */
export const hashPhone = (system: Pick<System, 'hash'>, phone: string): Buffer => system.hash.of('phone', phone)
