/** What orders would tell, for tests of messaging alone. */
import { emit } from '../core/events.ts'
import type { EventPayload } from '@banyi/contract/events'
import type { Message as InboxMessage } from '../../sandbox/index.ts'
import type { Person } from '../core/testing/people.ts'
import { newId, type World } from '../core/testing/world.ts'
import { sql } from '../core/sql.ts'

export type Step = EventPayload<'orders.progressed'>
export interface ToldOrder {
  id: string
  number: string
  family: Person
}

let last = 0
export const orderOf = (family: Person): ToldOrder => ({
  id: newId(),
  number: `BY2026112300${String(++last).padStart(2, '0')}`,
  family,
})

export function stepOf(world: World, order: ToldOrder, kind: Step['kind'], part: Partial<Step> = {}): Step {
  const now = world.clock.now()
  return {
    orderId: order.id,
    number: order.number,
    kind,
    sentence: `第 ${kind} 步`,
    at: now.toISOString(),
    hospitalName: '上海交通大学医学院附属瑞金医院',
    packageName: '半天陪诊',
    startsAt: new Date(now.getTime() + 86_400_000).toISOString(),
    familyAccountId: order.family.accountId,
    companionAccountId: null,
    companionName: null,
    formerCompanionAccountId: null,
    amountFen: null,
    isOver: false,
    ...part,
  }
}

/** Orders tells of a step; nothing is carried out yet. */
export const tell = (world: World, step: Step): Promise<void> =>
  world.system.db.tx((tx) => emit(tx, 'orders.progressed', step, world.clock.now()))

/** Orders tells of a step and everybody does what follows from it. */
export async function progress(
  world: World,
  order: ToldOrder,
  kind: Step['kind'],
  part: Partial<Step> = {},
): Promise<Step> {
  // steps of one order are never in the same millisecond
  await world.advance({ seconds: 1 })
  const step = stepOf(world, order, kind, part)
  await tell(world, step)
  await world.drain()
  return step
}

export const withCompanion = (companion: Person, name = '王阿姨'): Partial<Step> => ({
  companionAccountId: companion.accountId,
  companionName: name,
})

export interface Sent {
  channel: string
  template: string
  status: string
  reason: string
  account_id: string
  attempts: number
}
export const noticesOf = (world: World, order: ToldOrder): Promise<Sent[]> =>
  world.rows<Sent>(sql`
    select channel, template, status, reason, account_id, attempts from messaging.notices where order_id = ${order.id} order by created_at, channel desc, id`)

/** what arrived on a person's phone, oldest first; codes are left out */
export const arrivedAt = (world: World, person: Person, channel: 'sms' | 'subscribe'): InboxMessage[] =>
  world.sandbox.control
    .inbox({ phone: person.phone })
    .filter((message) => message.channel === channel && !message.text.includes('验证码'))
    .toReversed()

/** The person taps "allow" for these templates; WeChat tells the server. */
export async function allow(world: World, person: Person, ...templates: string[]): Promise<void> {
  const ids = templates.map((name) => world.system.config.subscribeTemplates[name]?.id ?? '')
  // two taps are never in the same second
  await world.advance({ seconds: 1 })
  world.sandbox.control.subscribe(person.openid, ids)
  await world.sandbox.control.idle()
}
