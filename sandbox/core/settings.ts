/** How this outside world behaves in general, kept over restarts. For single misdeeds see scenarios.ts. */
import type { State } from './state.ts'

export type Settings = {
  /** Added to the machine's time by everything in the sandbox. */
  clockOffsetMs: number
  /** The vendors' waiting times (callback ladder, refund arrival) are multiplied by this. */
  callbackTimeScale: number
  wxpaySigning: 'public-key' | 'certificate'
  /** Bills can be had at once instead of after 10:00 on the next day. */
  billsReadyAtOnce: boolean
  /** Refunds beyond what the merchant's account holds are refused (NOT_ENOUGH), as in reality. */
  refundsNeedBalance: boolean
  /** Per-number SMS limits (30 s, hour, day). */
  smsLimits: boolean
}

const DEFAULTS: Settings = {
  clockOffsetMs: 0,
  callbackTimeScale: 1 / 60,
  wxpaySigning: 'public-key',
  billsReadyAtOnce: false,
  refundsNeedBalance: true,
  smsLimits: false,
}

const ACCEPTS: Record<keyof Settings, (value: unknown) => boolean> = {
  clockOffsetMs: (value) => Number.isInteger(value),
  callbackTimeScale: (value) => typeof value === 'number' && value >= 0 && value <= 100,
  wxpaySigning: (value) => value === 'public-key' || value === 'certificate',
  billsReadyAtOnce: (value) => typeof value === 'boolean',
  refundsNeedBalance: (value) => typeof value === 'boolean',
  smsLimits: (value) => typeof value === 'boolean',
}

export type SettingsStore = {
  get: () => Settings
  /** Throws on unknown names and unfit values, so that a typing error in a test is seen. */
  change: (part: Partial<Settings>) => Settings
}

export function openSettings(state: State, initial: Partial<Settings>): SettingsStore {
  state.define('create table if not exists settings (name text primary key, value text not null)')
  const rows = state.all<{ name: string; value: string }>('select name, value from settings')
  const stored = Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value) as unknown]))
  let current: Settings = { ...DEFAULTS, ...stored, ...initial }
  return {
    get: () => current,
    change: (part) => {
      for (const [name, value] of Object.entries(part)) {
        const accepts = ACCEPTS[name as keyof Settings] as ((value: unknown) => boolean) | undefined
        if (!accepts?.(value)) throw new Error(`settings: ${name} cannot be ${JSON.stringify(value)}`)
      }
      state.tx(() => {
        for (const [name, value] of Object.entries(part)) {
          state.run('insert or replace into settings values (?, ?)', name, JSON.stringify(value))
        }
      })
      current = { ...current, ...part }
      return current
    },
  }
}
