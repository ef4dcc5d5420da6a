/** Two hundred families, one companion, one last free time: one order, 199 clear refusals, nothing half-written. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mother, stranger, type Person } from '../core/testing/people.ts'
import { newId, newWorld, type World } from '../core/testing/world.ts'
import { sql } from '../core/sql.ts'
import { castOf, newCompanion, RUIJIN, said, START, tell, type Cast } from './testing.ts'

const FAMILIES = 200
interface Family {
  person: Person
  patientId: string
}

let world: World
let cast: Cast
beforeAll(async () => {
  world = await newWorld()
  cast = await castOf(world)
})
afterAll(() => world.close())

/** twenty a minute: one address may not sign in more often */
async function newFamilies(count: number): Promise<Family[]> {
  const families: Family[] = []
  while (families.length < count) {
    const some = Array.from({ length: Math.min(20, count - families.length) }, async () => {
      const person = await stranger(world)
      // the shortest way to what this test is not about
      await world.rows(
        sql`insert into identity.consents (account_id, purpose, version, is_given, at) select ${person.accountId}, purpose, 1, true, ${world.clock.now()} from unnest(array['privacy', 'health', 'companion-sharing']) as purpose`,
      )
      return { person, patientId: (await mother(person)).id }
    })
    families.push(...(await Promise.all(some)))
    await world.advance({ minutes: 1 })
  }
  return families
}
const bookingOf = async (
  { person, patientId }: Family,
  companionId: string | null,
): Promise<Record<string, unknown>> => {
  const { token } = await person.api.orders.getQuote({
    body: { hospitalId: RUIJIN, packageKind: 'half-day', startsAt: START, companionId },
  })
  return {
    commandId: newId(),
    quoteToken: token,
    contractVersion: 1,
    patientId,
    meetingPoint: '门诊大厅',
    need: '复诊',
  }
}

test('200 families at once for the last free time of one companion', async () => {
  const last = await newCompanion(world, cast.desk, { name: '周末' })
  const families = await newFamilies(FAMILIES)
  const bookings = await Promise.all(families.map((family) => bookingOf(family, last.id)))
  const answers = await Promise.all(families.map(({ person }, i) => tell(world, person, '/orders', bookings[i] ?? {})))
  const winners = answers.filter(({ status }) => status === 200)
  const losers = answers.filter(({ status }) => status !== 200)
  expect(winners).toHaveLength(1)
  expect(new Set(losers.map(said))).toEqual(new Set(['409 TIME_TAKEN']))
  expect(losers).toHaveLength(FAMILIES - 1)
  expect(new Set(losers.map(({ body }) => body.message))).toEqual(
    new Set(['周末 这个时间没有空，请换一个时间或换一位陪诊员']),
  )

  const [counts] = await world.rows(sql`
    select (select count(*)::int from orders.orders) as orders, (select count(*)::int from orders.timeline) as timeline,
      (select count(*)::int from companions.reservations) as reservations,
      (select count(*)::int from core.tasks where kind = 'orders.expire-unpaid') as timers,
      (select count(*)::int from core.commands where name = 'orders.book') as commands`)
  expect(counts).toEqual({ orders: 1, timeline: 1, reservations: 1, timers: 1, commands: 1 })
  expect(winners[0]?.body).toMatchObject({ state: 'booked', companion: { id: last.id } })

  // the same tap again, by everybody: the winner reads her order, the others are still refused
  const again = await Promise.all(families.map(({ person }, i) => tell(world, person, '/orders', bookings[i] ?? {})))
  expect(again.map(said)).toEqual(answers.map(said))
  expect(await world.rows(sql`select 1 from orders.orders`)).toHaveLength(1)
  const free = await cast.anna.api.companions.listAvailableCompanions({ query: { startsAt: START, minutes: 240 } })
  expect(free.items.map(({ id }) => id)).not.toContain(last.id)
})

test('commands on forty orders at once do not starve each other of connections', async () => {
  const booked = await Promise.all(
    (await newFamilies(40)).map(async (family) => {
      const { body } = await tell(world, family.person, '/orders', await bookingOf(family, null))
      return { person: family.person, id: String(body['id']) }
    }),
  )
  // each of these wants to know the companion's account while its transaction is open
  await world.rows(
    sql`update orders.orders set state = 'paid', paid_at = created_at, companion_id = ${cast.wang.id} where id = any(${booked.map(({ id }) => id)})`,
  )
  const before = performance.now()
  const answers = await Promise.all(
    booked.map(({ person, id }) =>
      tell(world, person, `/orders/${id}/cancel`, { version: 1, refundFen: 21_800, reason: '' }),
    ),
  )
  expect(answers.map(said)).toEqual(answers.map(() => '200'))
  // waiting for a second connection ends after ten seconds
  expect(performance.now() - before).toBeLessThan(8000)
})
