/** Every door of orders, tried by everybody who has no business there: refused, nothing written, nothing said. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '@banyi/contract'
import type { FamilyOrder } from '@banyi/contract/orders'
import { daughter, mother, operatorWith } from '../core/testing/people.ts'
import { newId, newWorld, type World } from '../core/testing/world.ts'
import { sql } from '../core/sql.ts'
import {
  acceptedOrder,
  aReport,
  castOf,
  newCompanion,
  said,
  tell,
  written,
  type Cast,
  type Companion,
} from './testing.ts'

let world: World
let cast: Cast
let zhao: Companion
let order: FamilyOrder
const later = '2026-11-26T01:00:00.000Z'
beforeAll(async () => {
  world = await newWorld()
  cast = await castOf(world)
  zhao = await newCompanion(world, cast.desk, { name: '赵敏' })
  order = await acceptedOrder(world, cast)
})
afterAll(() => world.close())

const why = { reason: '没有理由' }
/** what a right request looks like, so that only the right to it is missing */
const bodies: Record<string, object> = {
  cancelOrder: { refundFen: 21_800 },
  rescheduleOrder: { startsAt: later },
  chooseCompanion: { companionId: null },
  reportCompanionNoShow: why,
  createLink: { label: '哥哥', version: undefined },
  acceptTask: { contractVersion: 1 },
  refuseTask: why,
  handOverTask: why,
  recordMilestone: { kind: 'departed' },
  reportPatientNoShow: why,
  sendLocation: { lat: 31.2, lng: 121.4, commandId: undefined, version: undefined },
  submitReport: { report: aReport },
  assignCompanion: why,
  cancelByOperator: { ...why, refundFen: 0 },
  refundByOperator: { ...why, amountFen: 1 },
  renewCodeByOperator: why,
  getQuote: {
    hospitalId: 'H31010749',
    packageKind: 'half-day',
    startsAt: later,
    commandId: undefined,
    version: undefined,
  },
  bookOrder: {
    quoteToken: 'x'.repeat(40),
    contractVersion: 1,
    patientId: newId(),
    meetingPoint: '大厅',
    version: undefined,
  },
  openDispute: { category: 'late', what: '迟到了一个小时' },
  tipOrder: { amountFen: 1000, version: undefined },
  confirmByOperator: why,
  decideDispute: { decision: 'release', answer: '已经联系过双方' },
  addPriceVersion: {
    city: '上海市',
    effectiveFrom: later,
    packages: [],
    segments: [],
    addOns: [],
    commandId: undefined,
    version: undefined,
  },
}
const family = [
  'getMyOrder',
  'payOrder',
  'checkPayment',
  'previewCancel',
  'cancelOrder',
  'previewReschedule',
  'rescheduleOrder',
  'chooseCompanion',
  'confirmOrder',
  'renewVisitCode',
  'reportCompanionNoShow',
  'openDispute',
  'withdrawDispute',
  'tipOrder',
  'checkTip',
  'getReport',
  'listLinks',
  'createLink',
  'revokeLink',
]
const task = [
  'getTask',
  'acceptTask',
  'refuseTask',
  'handOverTask',
  'recordMilestone',
  'reportPatientNoShow',
  'sendLocation',
  'submitReport',
]
const board = [
  'getBoardOrder',
  'assignCompanion',
  'cancelByOperator',
  'refundByOperator',
  'renewCodeByOperator',
  'confirmByOperator',
  'decideDispute',
]
const desk = ['listBoard', 'countBoard', 'listDisputes', ...board, 'listPriceVersions', 'addPriceVersion']
const everybody = ['getPriceList', 'openLink']

async function ask(name: string, token: string | null, id = order.id): Promise<string> {
  const endpoint = Object.entries(contract.orders).find(([key]) => key === name)?.[1]
  const path = (endpoint?.path ?? '').replace(':id', id).replace(':linkId', newId())
  const extra = name === 'assignCompanion' ? { companionId: zhao.id } : {}
  const isCommand = endpoint?.method === 'POST' && 'body' in endpoint
  const body = isCommand ? { commandId: newId(), version: order.version, ...extra, ...bodies[name] } : undefined
  const query = name === 'previewReschedule' ? `?startsAt=${later}` : ''
  const answer = await world.call(endpoint?.method ?? '', path + query, {
    ...(token ? { token } : {}),
    ...(body ? { body } : {}),
  })
  expect(JSON.stringify(answer.body)).not.toMatch(/王秀兰|13912345678|心内科|门诊大厅|青霉素/)
  return said(answer)
}
/** all of them give this answer, and not a row is written */
async function refuses(names: string[], token: string | null, answer: string, id?: string): Promise<void> {
  const before = await written(world)
  for (const name of names) expect([name, await ask(name, token, id)]).toEqual([name, answer])
  expect(await written(world)).toBe(before)
}

describe('strangers', () => {
  test('all doors are known to this test', () => {
    const known = [
      ...family,
      ...task,
      ...desk,
      ...everybody,
      'getQuote',
      'bookOrder',
      'listMyOrders',
      'listTasks',
      'listMyIncome',
      'getLiveView',
    ]
    expect(known.toSorted()).toEqual(Object.keys(contract.orders).toSorted())
  })
  test('nobody: sign in first', () =>
    refuses(
      [
        ...family,
        ...task,
        ...desk,
        'getQuote',
        'bookOrder',
        'listMyOrders',
        'listTasks',
        'listMyIncome',
        'getLiveView',
      ],
      null,
      '401 SIGN_IN_REQUIRED',
    ))
  test('another family: not found, no tasks, no board', async () => {
    const bea = await daughter(world)
    await mother(bea)
    await refuses(family, bea.token, '404 NOT_FOUND')
    await refuses(family, cast.anna.token, '404 NOT_FOUND', newId())
    await refuses([...task, 'listTasks', 'listMyIncome', ...desk, 'getLiveView'], bea.token, '403 FORBIDDEN')
    expect((await bea.api.orders.listMyOrders({ query: {} })).items).toEqual([])
  })
  test('the family itself has no task and no board', () =>
    refuses([...task, ...desk], cast.anna.token, '403 FORBIDDEN'))
  test('her own companion is not the family', () => refuses(family, cast.wang.token, '404 NOT_FOUND'))
  test('another companion', async () => {
    await refuses([...family, ...task], zhao.token, '404 NOT_FOUND')
    await refuses(task, zhao.token, '404 NOT_FOUND', newId())
  })
  test('a holder of a link has the live view and nothing else', async () => {
    const { token } = await cast.anna.api.orders.createLink({
      params: { id: order.id },
      body: { commandId: newId(), label: '哥哥' },
    })
    const { viewToken } = await world.api().orders.openLink({ body: { token } })
    await refuses(
      [...family, ...task, ...desk, 'getQuote', 'bookOrder', 'listMyOrders', 'listTasks', 'listMyIncome'],
      viewToken,
      '403 FORBIDDEN',
    )
    await refuses(['getLiveView'], token, '401 SIGN_IN_REQUIRED')
  })
  test('what is pushed: only to those concerned', async () => {
    const bea = await daughter(world)
    const follow = async (token: string, topic: string): Promise<number> =>
      (await world.call('GET', `/realtime/pushes?topic=${topic}&after=0`, { token })).status
    const mine = [`order:${order.id}`, `companion:${cast.wang.id}`, 'board']
    const rights = async (token: string): Promise<number[]> => Promise.all(mine.map((topic) => follow(token, topic)))
    expect(await rights(cast.anna.token)).toEqual([200, 403, 403])
    expect(await rights(cast.wang.token)).toEqual([200, 200, 403])
    expect(await rights(cast.desk.token)).toEqual([200, 403, 200])
    for (const { token } of [bea, zhao]) expect(await rights(token)).toEqual([403, 403, 403])
    const pushed = await world.rows(sql`select body::text from core.pushes where topic = ${mine[0]}`)
    expect(JSON.stringify(pushed)).not.toMatch(/王秀兰|13912345678|心内科|门诊大厅|visitCode/)
  })
  test('operators only with the duty for it, and never as family or companion', async () => {
    const writer = await operatorWith(world, ['content', 'audit', 'security', 'reviewer'])
    await refuses(
      [
        'assignCompanion',
        'cancelByOperator',
        'refundByOperator',
        'renewCodeByOperator',
        'confirmByOperator',
        'listDisputes',
        'decideDispute',
        'addPriceVersion',
      ],
      writer.token,
      '403 FORBIDDEN',
    )
    await refuses([...family, ...task, 'getQuote', 'bookOrder'], cast.desk.token, '403 FORBIDDEN')
    await refuses(board, cast.desk.token, '404 NOT_FOUND', newId())
    const seen = await writer.api.orders.getBoardOrder({ params: { id: order.id } })
    expect(JSON.stringify(seen)).not.toMatch(/王秀兰|13912345678|心内科|心血管|青霉素/)
    expect(Object.values(seen.can).some(Boolean)).toBe(false)
    const finance = await operatorWith(world, ['finance'])
    await refuses(['confirmByOperator', 'decideDispute'], finance.token, '403 FORBIDDEN')
    expect(await finance.api.orders.getBoardOrder({ params: { id: order.id } })).toMatchObject({
      need: '',
      can: { assign: false, refund: true },
    })
  })
})

test('nothing of it reached the log, and what is looked at by somebody else’s command id is not theirs', async () => {
  expect(world.logged.join('\n')).not.toMatch(/王秀兰|13912345678|心内科/)
  const [first] = await world.rows<{ command_id: string }>(
    sql`select command_id from core.commands where name = 'orders.accept' limit 1`,
  )
  const again = { commandId: first?.command_id, version: order.version, contractVersion: 1 }
  expect(said(await tell(world, zhao, `/orders/tasks/${order.id}/accept`, again))).toBe('404 NOT_FOUND')
})
