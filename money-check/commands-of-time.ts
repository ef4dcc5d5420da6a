/** What nobody asks for: time passes, callbacks come late, twice or never, the provider stumbles. */
import type { Walk } from './walker.ts'

export async function work({ world }: Walk): Promise<void> {
  await world.sandbox.control.idle()
  await world.drain()
}

async function pass(it: Walk, amount: { minutes?: number; hours?: number }): Promise<void> {
  await it.world.advance(amount)
  await it.world.sandbox.control.idle()
  await it.world.drain()
}
export const minutesPass = (it: Walk): Promise<void> => pass(it, { minutes: it.chance.between(1, 40) })
export const hoursPass = (it: Walk): Promise<void> => pass(it, { hours: it.chance.between(1, 6) })
export async function daysPass(it: Walk): Promise<void> {
  for (let left = it.chance.between(20, 40); left > 0; left -= 10) await pass(it, { hours: Math.min(10, left) })
}

const CALLBACKS = ['doubled', 'lost', 'held', 'forged', 'delayed', 'wrong-serial', 'signtest'] as const
const ANSWERS = [
  { do: 'error', status: 500 },
  { do: 'close' },
  { do: 'close-after-commit' },
  { do: 'unsigned' },
  { do: 'wrong-signature' },
  { do: 'refund-abnormal' },
  { do: 'refund-closed' },
  { do: 'transfer-accepted' },
  { do: 'transfer-slow' },
  { do: 'transfer-fail' },
  { do: 'transfer-reversed' },
  { do: 'confirmed-despite-cancel' },
  { do: 'paid-despite-close' },
] as const
const MOST_WAITING = 6

export async function misbehave({ world, chance }: Walk): Promise<void> {
  const { control } = world.sandbox
  if (control.scenarios().length > MOST_WAITING) control.clearScenarios()
  if (chance.is(0.5)) {
    const trick = chance.oneOf(CALLBACKS) ?? 'doubled'
    control.misbehave({ on: 'callback', do: trick, vendor: 'wxpay', ...(trick === 'delayed' ? { ms: 120_000 } : {}) })
  } else control.misbehave({ vendor: 'wxpay', ...(chance.oneOf(ANSWERS) ?? ANSWERS[0]) })
}

/** an old callback comes again */
export async function replay({ world, chance }: Walk): Promise<void> {
  const old = chance.oneOf(world.sandbox.control.callbacks())
  if (old) world.sandbox.control.redeliver(old.id)
  await world.sandbox.control.idle()
}
