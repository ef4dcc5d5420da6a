import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { addHours } from '../core/clock.ts'
import { sql } from '../core/sql.ts'
import { daughter, operatorWith, withdraw } from '../core/testing/people.ts'
import { newWorld, type World } from '../core/testing/world.ts'
import { countPolicies, policiesOf } from './index.ts'
import { bindingsOf, chosenPolicy, listenIn, paidPolicy, stateOf, tellProgress, told, toldNames } from './testing.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
  listenIn()
})
afterEach(() => world.sandbox.control.clearScenarios())
afterAll(() => world.close())

const misbehave = (trick: Parameters<World['sandbox']['control']['misbehave']>[0]) =>
  world.sandbox.control.misbehave({ vendor: 'insurer', ...trick })
const settle = async (): Promise<void> => {
  await world.drain()
  await world.sandbox.control.idle()
  await world.drain()
}

describe('paid -> bound', () => {
  test('at once: the number stands on the order, the others are told once, the insurer learned what it needs', async () => {
    const from = world.clock.now()
    const policy = await paidPolicy(world, { identityNumber: '11010519491231002X', birthDate: '1949-12-31' })
    await settle()
    const [bound] = await told(world, policy.orderId)
    expect(bound).toMatchObject({ event: 'insurance.bound', payload: { premiumFen: policy.premiumFen } })
    const view = await policy.person.api.insurance.getPolicyOfOrder({ params: { id: policy.orderId } })
    expect(view).toMatchObject({ state: 'bound', stateName: '已承保', claims: [], can: { claim: false } })
    expect(view.policyNumber).toBe(bound?.payload['policyNumber'])
    expect(await (await fetch(view.policyUrl ?? '')).text()).toContain('有效')
    const sent = JSON.parse(
      world.sandbox.control.log({ vendor: 'insurer' }).findLast(({ target }) => target === '/v1/policies')?.sent ??
        '{}',
    )
    expect(sent).toMatchObject({
      requestNo: `BX${policy.orderNumber}S1`,
      insured: { name: '王秀兰', birthDate: '1949-12-31', identityNumber: '11010519491231002X' },
      holder: { phone: policy.person.phone },
    })
    expect(Object.keys(sent.insured as object)).toHaveLength(3)
    await tellProgress(world, policy, 'paid')
    await settle()
    expect(await toldNames(world, policy.orderId)).toEqual(['insurance.bound'])
    expect(await countPolicies(world.system, from, addHours(world.clock.now(), 1))).toMatchObject({ policies: 1 })
    expect(world.logged.join()).not.toContain('11010519491231002X')
    const kept = await world.rows<{ text: string }>(sql`select b::text as text from insurance.bindings b`)
    expect(JSON.stringify(kept)).not.toContain('王秀兰')
  })

  test('later, by callback', async () => {
    misbehave({ do: 'bind-later' })
    const policy = await paidPolicy(world)
    await world.drain()
    expect(await stateOf(world, policy)).toBe('binding')
    expect(await toldNames(world, policy.orderId)).toEqual([])
    await world.advance({ seconds: 5 })
    await world.sandbox.control.callback(({ event, state }) => event === 'POLICY.BOUND' && state === 'done')
    expect(await stateOf(world, policy)).toBe('bound')
    await world.advance({ minutes: 5 })
    await settle()
    expect(await toldNames(world, policy.orderId)).toEqual(['insurance.bound'])
  })

  test('later, and the callback is lost: asked after', async () => {
    misbehave({ do: 'bind-later' })
    misbehave({ on: 'callback', do: 'lost' })
    const policy = await paidPolicy(world)
    await world.drain()
    await world.advance({ seconds: 31 })
    await settle()
    expect(await stateOf(world, policy)).toBe('bound')
    expect((await bindingsOf(world, policy)).theirs).toEqual(['BOUND'])
  })

  test.each([
    { do: 'close-after-commit' as const },
    { do: 'unsigned' as const },
    { do: 'wrong-signature' as const },
    { do: 'error' as const, status: 500 },
    { do: 'error' as const, status: 429 },
    { do: 'error' as const, status: 401, code: 'SIGNATURE' },
  ])('%o: asked again under the same number, bound once', async (trick) => {
    misbehave({ action: '/v1/policies', count: 4, ...trick })
    const policy = await paidPolicy(world)
    for (const minutes of [0, 1, 2, 6, 16]) {
      await world.advance({ minutes })
      await settle()
    }
    expect(await bindingsOf(world, policy)).toEqual({ ours: ['bound'], theirs: ['BOUND'] })
    expect(await toldNames(world, policy.orderId)).toEqual(['insurance.bound'])
  })

  test('two workers at once ask about the same number', async () => {
    const policy = await paidPolicy(world)
    await Promise.all([world.drain(), world.drain(), world.drain()])
    await settle()
    expect((await bindingsOf(world, policy)).theirs).toEqual(['BOUND'])
    expect(await toldNames(world, policy.orderId)).toEqual(['insurance.bound'])
  })
})

describe('not bound: the visit goes on, the premium goes back', () => {
  /** the reason that was told, after everything that could go wrong twice */
  const failureOf = async (policy: Awaited<ReturnType<typeof paidPolicy>>): Promise<unknown> => {
    expect(await told(world, policy.orderId)).toMatchObject([
      { event: 'insurance.bind-failed', payload: { premiumFen: policy.premiumFen } },
    ])
    const brief = (await policiesOf(world.system, [policy.orderId])).get(policy.orderId)
    expect(brief).toMatchObject({ state: 'bind-failed', stateName: '未承保', policyNumber: null })
    expect(brief?.sentence).toContain('保费')
    // whatever comes later does not give it back twice
    await tellProgress(world, policy, 'cancelled')
    await settle()
    const [only, ...more] = await told(world, policy.orderId)
    expect(more).toEqual([])
    return only?.payload['reason']
  }

  test('refused at once', async () => {
    misbehave({ do: 'bind-refused', message: '风险审核未通过' })
    const policy = await paidPolicy(world)
    await settle()
    expect(await failureOf(policy)).toBe('风险审核未通过')
  })

  test('refused later', async () => {
    misbehave({ do: 'bind-refused-later', message: '资料不符' })
    const policy = await paidPolicy(world)
    await world.drain()
    await world.advance({ seconds: 5 })
    await settle()
    expect(await failureOf(policy)).toBe('资料不符')
  })

  test('no plan fits any more (a birthday)', async () => {
    const policy = await chosenPolicy(world)
    await world.rows(sql`update insurance.policies set premium_fen = 1 where order_id = ${policy.orderId}`)
    await tellProgress(world, { ...policy, premiumFen: 1 }, 'paid')
    await settle()
    expect(await failureOf({ ...policy, premiumFen: 1 })).toBe('保费与费率不符')
  })

  test('the consent was taken back before the payment: nothing is sent', async () => {
    const policy = await chosenPolicy(world)
    await withdraw(policy.person, 'insurer-sharing')
    await tellProgress(world, policy, 'paid')
    await settle()
    expect(await failureOf(policy)).toBe('您撤回了向保险公司提供信息的同意')
    expect(await bindingsOf(world, policy)).toEqual({ ours: [], theirs: [] })
  })

  test('down until the visit begins: then it is called off, provenly, before the money goes back', async () => {
    const policy = await chosenPolicy(world)
    misbehave({ do: 'error', status: 503, count: 0 })
    await tellProgress(world, policy, 'paid')
    for (let hour = 0; hour < 50; hour += 5) {
      await world.drain()
      await world.advance({ hours: 5 })
    }
    await world.drain()
    // the insurer is still down: nobody knows, so nothing is said
    expect(await toldNames(world, policy.orderId)).toEqual([])
    world.sandbox.control.clearScenarios()
    await world.advance({ hours: 2 })
    await settle()
    expect(await failureOf(policy)).toBe('到开始时间仍没有承保')
    expect((await bindingsOf(world, policy)).theirs).toEqual(['CANCELLED'])
  })

  test('down, and in truth it was bound: found out, no money goes back', async () => {
    misbehave({ do: 'close-after-commit', action: '/v1/policies', count: 3 })
    const policy = await chosenPolicy(world)
    misbehave({ do: 'error', status: 503, count: 0 })
    await tellProgress(world, policy, 'paid')
    await world.drain()
    await world.advance({ hours: 49 })
    await world.drain()
    world.sandbox.control.clearScenarios()
    await world.advance({ hours: 2 })
    await settle()
    expect(await toldNames(world, policy.orderId)).toEqual(['insurance.bound'])
    expect(await stateOf(world, policy)).toBe('ended')
  })
})

describe('called off', () => {
  test.each(['cancelled', 'no-show'] as const)(
    '%s before it began: cancelled there, the premium comes back',
    async (kind) => {
      const policy = await paidPolicy(world)
      await settle()
      await tellProgress(world, policy, kind)
      await settle()
      expect((await bindingsOf(world, policy)).theirs).toEqual(['CANCELLED'])
      expect(await told(world, policy.orderId)).toMatchObject([
        { event: 'insurance.bound' },
        { event: 'insurance.cancelled', payload: { premiumFen: policy.premiumFen, wasBound: true } },
      ])
      await tellProgress(world, policy, kind)
      await settle()
      expect(await toldNames(world, policy.orderId)).toHaveLength(2)
    },
  )

  test('a companion who did not come ends nothing', async () => {
    const policy = await paidPolicy(world)
    await settle()
    await tellProgress(world, policy, 'no-show', { isOver: false })
    await settle()
    expect(await stateOf(world, policy)).toBe('bound')
  })

  test('before it was bound: the insurer never binds it', async () => {
    misbehave({ do: 'bind-later', ms: 600_000 })
    const policy = await paidPolicy(world)
    await world.drain()
    await tellProgress(world, policy, 'cancelled')
    await settle()
    await world.advance({ minutes: 30 })
    await settle()
    expect(await bindingsOf(world, policy)).toEqual({ ours: ['cancelled'], theirs: ['CANCELLED'] })
    expect(await told(world, policy.orderId)).toMatchObject([
      { event: 'insurance.cancelled', payload: { wasBound: false } },
    ])
  })

  test('after it began: the insurer keeps the premium', async () => {
    const policy = await paidPolicy(world)
    await settle()
    await world.advance({ hours: 49 })
    await tellProgress(world, policy, 'cancelled')
    await settle()
    expect(await stateOf(world, policy)).toBe('ended')
    expect(await toldNames(world, policy.orderId)).toEqual(['insurance.bound'])
  })

  test('the insurer is down: nothing is said until it has cancelled', async () => {
    const policy = await paidPolicy(world)
    await settle()
    misbehave({ do: 'error', status: 503, count: 0 })
    await tellProgress(world, policy, 'cancelled')
    await settle()
    expect([await stateOf(world, policy), await toldNames(world, policy.orderId)]).toEqual([
      'cancelling',
      ['insurance.bound'],
    ])
    world.sandbox.control.clearScenarios()
    await world.advance({ minutes: 1 })
    await settle()
    expect([await stateOf(world, policy), await toldNames(world, policy.orderId)]).toEqual([
      'cancelled',
      ['insurance.bound', 'insurance.cancelled'],
    ])
  })

  test('never paid: silent; paid is heard of after the end: the premium goes back', async () => {
    const policy = await chosenPolicy(world)
    await tellProgress(world, policy, 'expired')
    await settle()
    expect([await stateOf(world, policy), await toldNames(world, policy.orderId)]).toEqual(['cancelled', []])
    const late = await chosenPolicy(world)
    await tellProgress(world, late, 'cancelled')
    await settle()
    await tellProgress(world, late, 'paid')
    await tellProgress(world, late, 'paid')
    await settle()
    expect(await told(world, late.orderId)).toMatchObject([
      { event: 'insurance.cancelled', payload: { wasBound: false } },
    ])
    expect((await bindingsOf(world, late)).theirs).toEqual([])
  })

  test('by the insurer itself: the premium goes back once', async () => {
    const policy = await paidPolicy(world)
    await settle()
    world.sandbox.control.cancelPolicyByInsurer(`BX${policy.orderNumber}S1`, '核查未通过')
    await settle()
    expect(await told(world, policy.orderId)).toMatchObject([
      {},
      { event: 'insurance.cancelled', payload: { wasBound: true } },
    ])
    await tellProgress(world, policy, 'cancelled')
    await settle()
    expect(await toldNames(world, policy.orderId)).toHaveLength(2)
  })

  test('confirmed: ended', async () => {
    const policy = await paidPolicy(world)
    await settle()
    await world.advance({ hours: 60 })
    await tellProgress(world, policy, 'confirmed')
    await settle()
    expect(await stateOf(world, policy)).toBe('ended')
    expect(await toldNames(world, policy.orderId)).toEqual(['insurance.bound'])
  })
})

describe('another time', () => {
  const move = async (policy: Awaited<ReturnType<typeof paidPolicy>>, hours: number) => {
    await world.advance({ seconds: 1 })
    await tellProgress(world, policy, 'rescheduled', { startsAt: addHours(policy.startsAt, hours).toISOString() })
  }

  test('cancelled and bound anew, same premium, never two in force; the money does not move', async () => {
    const policy = await paidPolicy(world)
    await settle()
    await move(policy, 24)
    await settle()
    expect(await bindingsOf(world, policy)).toEqual({ ours: ['cancelled', 'bound'], theirs: ['CANCELLED', 'BOUND'] })
    expect(await toldNames(world, policy.orderId)).toEqual(['insurance.bound'])
    const view = await policy.person.api.insurance.getPolicyOfOrder({ params: { id: policy.orderId } })
    expect(view).toMatchObject({ state: 'bound', from: addHours(policy.startsAt, 24).toISOString() })
    await tellProgress(world, policy, 'cancelled')
    await settle()
    expect(await told(world, policy.orderId)).toMatchObject([
      {},
      { event: 'insurance.cancelled', payload: { wasBound: true } },
    ])
  })

  test('the old one cannot be cancelled yet: the new one waits, and the family is told that there is no cover', async () => {
    const policy = await paidPolicy(world)
    await settle()
    misbehave({ do: 'error', status: 503, count: 0 })
    await move(policy, 24)
    await settle()
    const brief = (await policiesOf(world.system, [policy.orderId])).get(policy.orderId)
    expect([brief?.state, brief?.sentence]).toEqual(['binding', '改期后正在重新投保，完成前新时间还没有保障'])
    expect((await bindingsOf(world, policy)).theirs).toEqual(['BOUND'])
    world.sandbox.control.clearScenarios()
    await world.advance({ minutes: 1 })
    await settle()
    expect((await bindingsOf(world, policy)).theirs).toEqual(['CANCELLED', 'BOUND'])
  })

  test('the new time is refused: the premium goes back, once, from the insurer', async () => {
    const policy = await paidPolicy(world)
    await settle()
    misbehave({ do: 'bind-refused', message: '该日不承保' })
    await move(policy, 24)
    await settle()
    expect(await told(world, policy.orderId)).toMatchObject([
      {},
      { event: 'insurance.cancelled', payload: { wasBound: true } },
    ])
    expect(await stateOf(world, policy)).toBe('bind-failed')
  })

  test('before the payment: only the new time is ever asked for; an old word that comes late changes nothing', async () => {
    const policy = await chosenPolicy(world)
    await move(policy, 24)
    await tellProgress(world, policy, 'rescheduled', {
      at: addHours(world.clock.now(), -1).toISOString(),
      startsAt: addHours(policy.startsAt, 5).toISOString(),
    })
    await tellProgress(world, policy, 'paid')
    await settle()
    expect(await bindingsOf(world, policy)).toEqual({ ours: ['bound'], theirs: ['BOUND'] })
    const theirs = world.sandbox.control.policies().find((one) => one.request_no === `BX${policy.orderNumber}S1`)
    expect(theirs?.starts_at).toBe(addHours(policy.startsAt, 24).getTime())
  })

  test('moved while the first is only accepted, three times in a row', async () => {
    misbehave({ do: 'bind-later', ms: 60_000, count: 3 })
    const policy = await paidPolicy(world)
    await world.drain()
    for (const hours of [24, 48, 72]) {
      await move(policy, hours)
      await world.drain()
    }
    await world.advance({ minutes: 3 })
    await settle()
    const { theirs } = await bindingsOf(world, policy)
    expect(theirs.filter((state) => state === 'BOUND')).toHaveLength(1)
    expect(theirs.at(-1)).toBe('BOUND')
    expect(await toldNames(world, policy.orderId)).toEqual(['insurance.bound'])
  })
})

describe('callbacks', () => {
  test.each(['forged', 'wrong-serial', 'clock-skew', 'signtest'] as const)(
    '%s: refused, logged, the true one follows',
    async (trick) => {
      misbehave({ do: 'bind-later' })
      misbehave({ on: 'callback', do: trick })
      const policy = await paidPolicy(world)
      await world.drain()
      await world.advance({ seconds: 5 })
      const callback = await world.sandbox.control.callback(
        ({ subject, attempts }) => subject === `BX${policy.orderNumber}S1` && attempts === 1,
      )
      expect(callback).toMatchObject({ alarm: 0, last_status: 401 })
      expect(await stateOf(world, policy)).toBe('binding')
      expect(world.logged.some((line) => line.includes("an insurer's callback was refused"))).toBe(true)
      await world.advance({ seconds: 30 })
      await world.sandbox.control.callback(({ id, state }) => id === callback.id && state === 'done')
      expect(await stateOf(world, policy)).toBe('bound')
    },
  )

  test('doubled, and sent again later: once', async () => {
    misbehave({ do: 'bind-later' })
    misbehave({ on: 'callback', do: 'doubled' })
    const policy = await paidPolicy(world)
    await world.drain()
    await world.advance({ seconds: 5 })
    const callback = await world.sandbox.control.callback(
      ({ subject, state }) => subject === `BX${policy.orderNumber}S1` && state === 'done',
    )
    await tellProgress(world, policy, 'cancelled')
    await settle()
    world.sandbox.control.redeliver(callback.id)
    await settle()
    expect(await stateOf(world, policy)).toBe('cancelled')
    expect(await toldNames(world, policy.orderId)).toEqual(['insurance.bound', 'insurance.cancelled'])
  })

  test('unsigned and garbage', async () => {
    for (const body of ['{}', 'no json', '{"id":"12345678","type":"POLICY.BOUND","data":{}}'])
      expect((await world.call('POST', '/insurance/callbacks', { body })).status).toBe(401)
  })
})

describe('who sees and asks', () => {
  test('the family only its own; operators with the duty a masked name; others nothing', async () => {
    const policy = await paidPolicy(world)
    await settle()
    const stranger = await daughter(world)
    await expect(stranger.api.insurance.getPolicyOfOrder({ params: { id: policy.orderId } })).rejects.toMatchObject({
      problem: { code: 'NOT_FOUND' },
    })
    const desk = await operatorWith(world, ['finance'])
    const list = await desk.api.insurance.listPolicies({ query: { query: policy.orderNumber } })
    expect(list).toMatchObject({
      total: 1,
      items: [{ orderNumber: policy.orderNumber, insuredName: '王*兰', state: 'bound' }],
    })
    const number = list.items[0]?.policyNumber ?? ''
    expect((await desk.api.insurance.listPolicies({ query: { query: number.toLowerCase() } })).total).toBe(1)
    expect(
      (await desk.api.insurance.listPolicies({ query: { query: policy.orderNumber, state: 'cancelled' } })).total,
    ).toBe(0)
    const content = await operatorWith(world, ['content'])
    await expect(content.api.insurance.listPolicies({ query: {} })).rejects.toMatchObject({
      problem: { code: 'FORBIDDEN' },
    })
    await expect(policy.person.api.insurance.listPolicies({ query: {} })).rejects.toMatchObject({
      problem: { code: 'FORBIDDEN' },
    })
  })

  test('pages do not repeat', async () => {
    const desk = await operatorWith(world, ['dispatcher'])
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await desk.api.insurance.listPolicies({ query: { limit: 7, ...(cursor ? { cursor } : {}) } })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toHaveLength((await world.rows(sql`select 1 from insurance.policies`)).length)
    await expect(desk.api.insurance.listPolicies({ query: { cursor: 'x' } })).rejects.toMatchObject({
      problem: { code: 'INVALID' },
    })
  })

  test('an operator asks now instead of waiting; audited; not when there is nothing to ask', async () => {
    const policy = await chosenPolicy(world)
    misbehave({ do: 'error', status: 503, count: 3 })
    await tellProgress(world, policy, 'paid')
    await settle()
    const desk = await operatorWith(world, ['dispatcher'])
    const [row] = (await desk.api.insurance.listPolicies({ query: { query: policy.orderNumber } })).items
    expect(row).toMatchObject({ state: 'binding', lastError: expect.stringContaining('503') })
    const ask = { params: { id: row?.id ?? '' }, body: { commandId: randomUUID() } }
    await desk.api.insurance.retryBind(ask)
    await settle()
    expect(await stateOf(world, policy)).toBe('bound')
    expect(
      await world.rows(sql`select 1 from core.audit where action = 'insurance.ask' and subject_id = ${row?.id}`),
    ).toHaveLength(1)
    expect((await desk.api.insurance.retryBind(ask)).state).toBe('bound')
    const again = { ...ask, body: { commandId: randomUUID() } }
    await expect(desk.api.insurance.retryBind(again)).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED_NOW' } })
    await expect(desk.api.insurance.retryBind({ ...again, params: { id: randomUUID() } })).rejects.toMatchObject({
      problem: { code: 'NOT_FOUND' },
    })
  })
})
