/** Whatever happens in whatever order: never two in force, the premium goes one way and comes back at most once, provenly. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addHours } from '../core/clock.ts'
import { newWorld, type World } from '../core/testing/world.ts'
import { bindingsOf, chosenPolicy, listenIn, stateOf, tellProgress, toldNames, type Insured } from './testing.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
  listenIn()
})
afterAll(() => world.close())

type Step =
  | { do: 'tell'; kind: 'paid' | 'cancelled' | 'confirmed' }
  | { do: 'move'; hours: number }
  | { do: 'work' }
  | { do: 'wait'; minutes: number }
  | { do: 'trick'; trick: Parameters<World['sandbox']['control']['misbehave']>[0] }
  | { do: 'insurer-cancels' }

const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<Step>({ do: 'tell', kind: 'paid' }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Step>({ do: 'tell', kind: 'cancelled' }, { do: 'tell', kind: 'confirmed' }),
    },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 60 }).map((hours): Step => ({ do: 'move', hours })) },
    { weight: 5, arbitrary: fc.constant<Step>({ do: 'work' }) },
    { weight: 3, arbitrary: fc.constantFrom(1, 20, 90, 1500).map((minutes): Step => ({ do: 'wait', minutes })) },
    {
      weight: 3,
      arbitrary: fc
        .constantFrom(
          { do: 'bind-later' as const },
          { do: 'bind-later' as const, ms: 3_600_000 },
          { do: 'bind-refused' as const },
          { do: 'bind-refused-later' as const },
          { do: 'close-after-commit' as const, count: 3 },
          { do: 'error' as const, status: 503, count: 3 },
          { do: 'unsigned' as const },
          { on: 'callback' as const, do: 'lost' as const },
          { on: 'callback' as const, do: 'doubled' as const },
          { on: 'callback' as const, do: 'delayed' as const, ms: 7_200_000 },
        )
        .map((trick): Step => ({ do: 'trick', trick: { vendor: 'insurer', ...trick } })),
    },
    { weight: 1, arbitrary: fc.constant<Step>({ do: 'insurer-cancels' }) },
  ),
  { minLength: 3, maxLength: 14 },
)

async function take(policy: Insured, step: Step): Promise<void> {
  const { control } = world.sandbox
  switch (step.do) {
    case 'tell':
      return tellProgress(world, policy, step.kind)
    case 'move':
      await world.advance({ seconds: 1 })
      return tellProgress(world, policy, 'rescheduled', {
        startsAt: addHours(policy.startsAt, step.hours).toISOString(),
      })
    case 'work':
      return world.drain()
    case 'wait':
      return world.advance({ minutes: step.minutes })
    case 'trick':
      control.misbehave(step.trick)
      return
    case 'insurer-cancels': {
      const bound = control
        .policies()
        .find((one) => one.request_no.startsWith(`BX${policy.orderNumber}`) && one.state === 'BOUND')
      if (bound) control.cancelPolicyByInsurer(bound.request_no, '核查未通过')
    }
  }
}

const inForce = async (policy: Insured): Promise<number> =>
  (await bindingsOf(world, policy)).theirs.filter((state) => state === 'BOUND').length

test('any order of plans, troubles and news', { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.constantFrom('cancelled' as const, 'confirmed' as const), async (plan, end) => {
      world.sandbox.control.clearScenarios()
      const policy = await chosenPolicy(world)
      for (const step of plan) {
        await take(policy, step)
        expect(await inForce(policy)).toBeLessThanOrEqual(1)
      }
      world.sandbox.control.clearScenarios()
      const isPaid = plan.some((step) => step.do === 'tell' && step.kind === 'paid')
      await tellProgress(world, policy, end)
      for (let turn = 0; turn < 6; turn++) {
        await world.drain()
        await world.sandbox.control.idle()
        await world.advance({ hours: 3 })
      }
      await world.drain()
      const told = await toldNames(world, policy.orderId)
      const bound = told.filter((name) => name === 'insurance.bound').length
      const back = told.filter((name) => name === 'insurance.cancelled' || name === 'insurance.bind-failed').length
      const state = await stateOf(world, policy)
      expect(['cancelled', 'bind-failed', 'ended']).toContain(state)
      expect(bound).toBeLessThanOrEqual(1)
      // what went out comes back, or it is in force (or was, when the insurer took it back after the end)
      if (isPaid) expect(back).toBe(state === 'ended' ? 0 : 1)
      else expect(told).toEqual([])
      expect(await inForce(policy)).toBeLessThanOrEqual(back === 0 ? bound : 0)
      if (state === 'ended') expect(bound).toBe(1)
    }),
    { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 40) },
  )
})
