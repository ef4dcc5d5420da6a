import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TimelineKind } from '@banyi/contract/orders'
import { SUBSCRIBE_TEMPLATES } from '../../sandbox/index.ts'
import { fitsField } from '../../sandbox/wechat/template-limits.ts'
import type { Config } from '../config.ts'
import { cut, fitField } from './fit-field.ts'
import { planNotices } from './notice-plan.ts'
import { smsOf, subscribeMessageOf } from './notice-words.ts'

const config = { subscribeTemplates: SUBSCRIBE_TEMPLATES } as unknown as Config
const instant = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((at) => at.toISOString())
const step = fc.record({
  orderId: fc.uuid(),
  number: fc.stringMatching(/^BY\d{12}$/),
  kind: fc.constantFrom(...TimelineKind.options),
  sentence: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }).filter((text) => text.trim() !== ''),
  at: instant,
  startsAt: instant,
  hospitalName: fc.constantFrom('瑞金医院', '上海交通大学医学院附属瑞金医院（总院）卢湾分院门诊部'),
  packageName: fc.constantFrom('半天陪诊', '代取药'),
  familyAccountId: fc.constant('f'),
  companionAccountId: fc.constantFrom('c', null),
  companionName: fc.constant('王阿姨'),
  formerCompanionAccountId: fc.constantFrom('x', null),
  amountFen: fc.option(fc.integer({ min: 0, max: 100_000_000 })),
  isOver: fc.boolean(),
})

describe('words of notices', () => {
  test('whatever happens, every field keeps the limits of WeChat and every variable those of an SMS', () => {
    fc.assert(
      fc.property(step, (each) => {
        for (const { template, words } of planNotices(each)) {
          const message = subscribeMessageOf(config, template, words)
          expect(message).not.toBeNull()
          for (const [key, value] of Object.entries(message?.data ?? {}))
            expect([key, value, fitsField(key, value)]).toEqual([key, value, true])
          for (const param of smsOf(template, words).params) {
            expect(Array.from(param).length).toBeLessThanOrEqual(32)
            expect(param).not.toBe('')
          }
        }
      }),
      { numRuns: 400 },
    )
  })

  test('who hears of what', () => {
    const told = (kind: (typeof TimelineKind.options)[number], former: string | null = null) =>
      planNotices({
        orderId: 'o',
        number: 'BY1',
        kind,
        sentence: '一句话',
        at: '2026-11-23T01:00:00Z',
        startsAt: '2026-11-24T01:00:00Z',
        hospitalName: '瑞金医院',
        packageName: '半天陪诊',
        familyAccountId: 'f',
        companionAccountId: 'c',
        companionName: '王阿姨',
        formerCompanionAccountId: former,
        amountFen: null,
        isOver: false,
      })
        .map((notice) => notice.accountId)
        .join()
    const table = Object.fromEntries(TimelineKind.options.map((kind) => [kind, told(kind)]))
    expect(table).toEqual({
      insured: 'f',
      'insurance-failed': 'f',
      'insurance-cancelled': 'f',
      disputed: 'c',
      'dispute-decided': 'f,c',
      tipped: 'c',
      compensated: 'f',
      booked: '',
      paid: '',
      assigned: 'c',
      accepted: 'f',
      refused: 'f',
      'handed-over': 'f',
      departed: 'f',
      met: 'f',
      registered: '',
      'in-consultation': '',
      exams: '',
      medicine: '',
      arrived: 'f',
      handled: '',
      finished: 'f',
      reported: 'f',
      confirmed: 'c',
      rescheduled: 'f,c',
      cancelled: 'f,c',
      expired: '',
      'no-show': 'f',
      refunded: 'f',
      'code-locked': 'f',
      'code-renewed': '',
    })
    expect(told('assigned', 'x')).toBe('c,x')
  })

  test('a template that is not configured, or a value that cannot fit, is not tried', () => {
    const [notice] = planNotices({
      orderId: 'o',
      number: '订单一',
      kind: 'accepted',
      sentence: '王阿姨 已接单',
      at: '2026-11-23T01:00:00Z',
      startsAt: '2026-11-24T01:00:00Z',
      hospitalName: '瑞金医院',
      packageName: '半天陪诊',
      familyAccountId: 'f',
      companionAccountId: null,
      companionName: null,
      formerCompanionAccountId: null,
      amountFen: null,
      isOver: false,
    })
    if (!notice) throw new Error('no notice')
    expect(subscribeMessageOf(config, notice.template, notice.words)).toBeNull()
    expect(
      subscribeMessageOf({ subscribeTemplates: {} } as unknown as Config, notice.template, notice.words),
    ).toBeNull()
  })

  test('cutting keeps whole characters and says that something is missing', () => {
    expect(cut('👵'.repeat(30), 20)).toBe(`${'👵'.repeat(19)}…`)
    expect(fitField('thing1', ' 王阿姨\n已到 ')).toBe('王阿姨 已到')
    expect([
      fitField('phrase2', '已出发!'),
      fitField('phrase2', 'ok'),
      fitField('amount3', '¥12.50'),
      fitField('amount3', '12元5'),
      fitField('unknown9', 'x'),
    ]).toEqual(['已出发', null, '¥12.50', null, null])
  })
})
