import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addHours } from '../core/clock.ts'
import { sql } from '../core/sql.ts'
import { agree, daughter, mother, withdraw } from '../core/testing/people.ts'
import { newWorld, type World } from '../core/testing/world.ts'
import { insure, policiesOf, requireOffer } from './index.ts'
import { chosenPolicy, insuringFamily, listenIn, offersFor, visitAt } from './testing.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
  listenIn()
})
afterAll(() => world.close())

const policiesThere = () => world.rows(sql`select 1 from insurance.policies`)

test('offers fit the age and the service; the insurer does not learn who asks', async () => {
  const { person, patientId } = await insuringFamily(world)
  const startsAt = visitAt(world)
  const { items } = await offersFor(person, patientId, startsAt)
  expect(items.map(({ planCode, premiumFen }) => [planCode, premiumFen])).toEqual([
    ['VISIT-A', 450],
    ['VISIT-B', 1200],
    ['VISIT-C', 2250],
  ])
  expect(items[0]).toMatchObject({
    insurerName: '安程财产保险（沙盒）',
    expiresAt: addHours(world.clock.now(), 0.25).toISOString(),
  })
  const asked = world.sandbox.control.log({ vendor: 'insurer' }).at(-1)?.sent ?? ''
  expect(JSON.parse(asked)).toEqual({ packageKind: 'half-day', ageYears: 74, startsAt: startsAt.toISOString() })
  const errand = {
    patientId,
    hospitalId: 'sh-ruijin',
    packageKind: 'register' as const,
    startsAt: startsAt.toISOString(),
  }
  expect((await person.api.insurance.listOffers({ body: errand })).items).toEqual([])
})

test('offers are refused for a stranger’s patient, for the past, without sign-in, and when the insurer is silent', async () => {
  const { person, patientId } = await insuringFamily(world)
  const other = await daughter(world)
  await expect(offersFor(other, patientId, visitAt(world))).rejects.toMatchObject({ problem: { code: 'NOT_FOUND' } })
  await expect(offersFor(person, patientId, visitAt(world, -1))).rejects.toMatchObject({ problem: { code: 'INVALID' } })
  expect((await world.call('POST', '/insurance/offers', { body: {} })).status).toBe(401)
  world.sandbox.control.misbehave({ do: 'error', status: 503, vendor: 'insurer', count: 0 })
  await expect(offersFor(person, patientId, visitAt(world))).rejects.toMatchObject({
    problem: { code: 'OUTSIDE_UNAVAILABLE' },
  })
  world.sandbox.control.clearScenarios()
  world.sandbox.control.misbehave({ do: 'wrong-signature', vendor: 'insurer' })
  await expect(offersFor(person, patientId, visitAt(world))).rejects.toMatchObject({
    problem: { code: 'OUTSIDE_UNAVAILABLE' },
  })
})

test('an offer is good for a quarter of an hour, for its account and for its visit', async () => {
  const { person, patientId } = await insuringFamily(world)
  const startsAt = visitAt(world)
  const [offer] = (await offersFor(person, patientId, startsAt)).items
  const wish = { accountId: person.accountId, offerId: offer?.id ?? '' }
  expect(await requireOffer(world.system, wish)).toMatchObject({
    planCode: 'VISIT-A',
    premiumFen: 450,
    patientId,
    hospitalId: 'sh-ruijin',
    packageKind: 'half-day',
    startsAt,
  })
  await expect(requireOffer(world.system, { ...wish, accountId: randomUUID() })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  for (const change of [
    { startsAt: addHours(startsAt, 1) },
    { packageKind: 'full-day' as const },
    { hospitalId: 'x' },
    { patientId: randomUUID() },
  ])
    await expect(requireOffer(world.system, { ...wish, ...change })).rejects.toMatchObject({ code: 'CONFLICT' })
  await world.advance({ minutes: 15 })
  await expect(requireOffer(world.system, wish)).rejects.toMatchObject({ code: 'EXPIRED' })
})

test('taken in the booking’s transaction, once, with a consent of its own; undone with it', async () => {
  const person = await daughter(world)
  const patient = await mother(person)
  const startsAt = visitAt(world)
  const { items } = await offersFor(person, patient.id, startsAt)
  const [offer, other] = items
  const about = {
    offerId: offer?.id ?? '',
    orderId: randomUUID(),
    orderNumber: '20261123900001',
    accountId: person.accountId,
    patientId: patient.id,
    startsAt,
    endsAt: addHours(startsAt, 4),
  }
  const before = (await policiesThere()).length
  const take = (part: object = {}) => world.system.db.tx((tx) => insure(tx, { ...about, ...part }))
  await expect(take()).rejects.toMatchObject({ code: 'CONSENT_REQUIRED', facts: { purpose: 'insurer-sharing' } })
  await agree(person, ['insurer-sharing'])
  await expect(take({ startsAt: addHours(startsAt, 1) })).rejects.toMatchObject({ code: 'CONFLICT' })
  await expect(take({ patientId: randomUUID() })).rejects.toMatchObject({ code: 'CONFLICT' })
  const undone = world.system.db.tx(async (tx) => {
    await insure(tx, about)
    throw new Error('the booking failed')
  })
  await expect(undone).rejects.toThrow('the booking failed')
  expect(await policiesThere()).toHaveLength(before)
  await take()
  await expect(take({ orderId: randomUUID(), orderNumber: '20261123900002' })).rejects.toMatchObject({
    code: 'CONFLICT',
  })
  await expect(take({ offerId: other?.id })).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await policiesThere()).toHaveLength(before + 1)
  expect((await policiesOf(world.system, [about.orderId, randomUUID()])).get(about.orderId)).toMatchObject({
    state: 'chosen',
    stateName: '待付款',
    planName: '陪诊意外险 基础版',
    policyNumber: null,
  })
  expect(world.sandbox.control.policies()).toEqual([])
})

test('a consent that was taken back before is no consent', async () => {
  const { person, patientId } = await insuringFamily(world)
  const startsAt = visitAt(world)
  const [offer] = (await offersFor(person, patientId, startsAt)).items
  await withdraw(person, 'insurer-sharing')
  const about = {
    orderId: randomUUID(),
    orderNumber: '20261123900003',
    accountId: person.accountId,
    patientId,
    startsAt,
  }
  const take = world.system.db.tx((tx) =>
    insure(tx, { ...about, offerId: offer?.id ?? '', endsAt: addHours(startsAt, 4) }),
  )
  await expect(take).rejects.toMatchObject({ code: 'CONSENT_REQUIRED' })
})

test('offers are forgotten after a day; a policy keeps what was chosen', async () => {
  const policy = await chosenPolicy(world)
  await world.advance({ days: 1, minutes: 16 })
  await world.drain()
  expect(await world.rows(sql`select 1 from insurance.offers`)).toEqual([])
  expect((await policiesOf(world.system, [policy.orderId])).size).toBe(1)
})
