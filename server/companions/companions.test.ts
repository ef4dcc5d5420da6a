import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nextDay, shanghaiInstant } from '../core/clock.ts'
import { emit } from '../core/events.ts'
import { sql } from '../core/sql.ts'
import {
  bindPhone,
  companionPerson,
  daughter,
  operatorWith,
  stranger,
  type Person,
  type Staff,
} from '../core/testing/people.ts'
import { newWorld, type World } from '../core/testing/world.ts'
import { companionContact, companionOfAccount, findCompanions, requireCompanion, reserveTime } from './index.ts'
import { newPhone, recordOf, workingCompanion } from './testing.ts'

let world: World
let reviewer: Staff
let dispatcher: Staff
let family: Person
beforeAll(async () => {
  world = await newWorld()
  reviewer = await operatorWith(world, ['reviewer'])
  dispatcher = await operatorWith(world, ['dispatcher'])
  family = await daughter(world)
})
afterAll(() => world.close())

const count = async (): Promise<number> =>
  (await world.rows<{ n: number }>(sql`select count(*)::int as n from companions.companions`))[0]?.n ?? -1

describe('the roster', () => {
  it('takes a companion on, changes her record, suspends her, and writes down who did it', async () => {
    const input = recordOf({ name: '赵敏' })
    const added = await reviewer.api.companions.addCompanion({ body: input })
    expect(added).toMatchObject({
      name: '赵敏',
      isLinked: false,
      status: 'active',
      yearsOfService: 7,
      phoneMasked: expect.stringMatching(/^138\*{4}\d{4}$/) as string,
    })
    const { phone: _phone, ...rest } = input
    const changed = await reviewer.api.companions.updateCompanionRecord({
      params: { id: added.id },
      body: { ...rest, districts: ['宝山区', '宝山区'] },
    })
    expect(changed).toMatchObject({ districts: ['宝山区'], phoneMasked: added.phoneMasked })
    const stopped = await reviewer.api.companions.setCompanionStatus({
      params: { id: added.id },
      body: { status: 'suspended', reason: '健康证到期' },
    })
    expect(stopped).toMatchObject({ status: 'suspended', statusReason: '健康证到期' })
    expect((await world.call('GET', `/companions/${added.id}`, { token: family.token })).status).toBe(404)
    const audit = await world.rows<{ action: string; reason: string }>(
      sql`select action, reason from core.audit where subject_id = ${added.id} order by id`,
    )
    expect(audit).toEqual([
      { action: 'companions.add', reason: '' },
      { action: 'companions.update', reason: '' },
      { action: 'companions.suspended', reason: '健康证到期' },
    ])
  })
  it('keeps the phone encrypted and out of the log', async () => {
    const phone = newPhone()
    const { id } = await reviewer.api.companions.addCompanion({ body: recordOf({ phone }) })
    const [row] = await world.rows<{ all: string }>(
      sql`select c::text as all from companions.companions c where id = ${id}`,
    )
    expect(row?.all).not.toContain(phone)
    expect(row?.all).not.toContain(Buffer.from(phone).toString('hex'))
    expect(world.logged.join()).not.toContain(phone)
    expect(await companionContact(world.system, id)).toEqual({ id, accountId: null, name: '王秀珍', phone })
  })
  it('is found by name, by whole phone, by district and segment, in pages', async () => {
    const phone = newPhone()
    for (const name of ['钱一', '钱二', '钱三'])
      await reviewer.api.companions.addCompanion({
        body: recordOf({ name, districts: ['金山区'], segments: ['maternity'], ...(name === '钱二' ? { phone } : {}) }),
      })
    const names = async (query: Record<string, unknown>): Promise<string[]> =>
      (await dispatcher.api.companions.listRoster({ query })).items.map((item) => item.name)
    expect((await names({ query: '钱' })).toSorted()).toEqual(['钱一', '钱三', '钱二'])
    expect(await names({ query: phone })).toEqual(['钱二'])
    expect(await names({ query: phone.slice(0, 7) })).toEqual([])
    expect(await names({ district: '金山区', segment: 'maternity', status: 'active' })).toHaveLength(3)
    expect(await names({ query: "%' or 1=1" })).toEqual([])
    const first = await dispatcher.api.companions.listRoster({ query: { query: '钱', limit: 2 } })
    const second = await dispatcher.api.companions.listRoster({
      query: { query: '钱', limit: 2, cursor: first.nextCursor ?? '' },
    })
    expect([first.total, first.items.length, second.items.length, second.nextCursor]).toEqual([3, 2, 1, null])
    expect((await world.call('GET', '/companions/roster?cursor=WzEsMl0', { token: dispatcher.token })).status).toBe(400)
  })
  it('has one record per phone', async () => {
    const input = recordOf()
    await reviewer.api.companions.addCompanion({ body: input })
    const before = await count()
    const again = await world.call('POST', '/companions/roster', {
      token: reviewer.token,
      body: { ...input, name: '别人' },
    })
    expect(again).toMatchObject({ status: 400, body: { fields: { phone: '这个手机号已经登记过' } } })
    expect(await count()).toBe(before)
  })
  it.each([
    [{ phone: '123' }, 'phone'],
    [{ name: '' }, 'name'],
    [{ name: '王'.repeat(10_000) }, 'name'],
    [{ segments: [] }, 'segments'],
    [{ segments: ['x'] }, 'segments.0'],
    [{ startedYear: 2027 }, 'startedYear'],
    [{ birthYear: 2010 }, 'birthYear'],
    [{ birthYear: 2000, startedYear: 2001 }, 'startedYear'],
    [{ status: 'active' }, 'status'],
    [{ introduction: 'a\u0000b' }, 'introduction'],
  ])('refuses %o', async (wrong, field) => {
    const before = await count()
    const answer = await world.call('POST', '/companions/roster', {
      token: reviewer.token,
      body: { ...recordOf(), ...wrong },
    })
    expect([answer.status, Object.keys(answer.body.fields ?? {})]).toEqual([400, [field]])
    expect(await count()).toBe(before)
  })
  it('keeps what people write as it is', async () => {
    const introduction = "<script>alert(1)</script> '; drop table x; -- 👩‍⚕️ 您好"
    const added = await reviewer.api.companions.addCompanion({ body: recordOf({ introduction }) })
    expect(added.introduction).toBe(introduction)
  })
  it('is read by dispatchers and reviewers and written by reviewers only', async () => {
    const wang = await workingCompanion(world)
    const finance = await operatorWith(world, ['finance'])
    const id = wang.companionId
    const reads: [string, string][] = [
      ['GET', '/companions/roster'],
      ['GET', `/companions/roster/${id}`],
      ['GET', `/companions/roster/${id}/calendar?from=2026-12-01&to=2026-12-02`],
    ]
    const writes: [string, string, object][] = [
      ['POST', '/companions/roster', recordOf()],
      ['PUT', `/companions/roster/${id}`, recordOf()],
      ['POST', `/companions/roster/${id}/status`, { status: 'left', reason: '试试' }],
      ['PUT', `/companions/roster/${id}/photo`, { imageBase64: 'aGk=' }],
    ]
    const before = await world.rows(sql`select * from companions.companions order by id`)
    for (const [token, readStatus] of [
      [undefined, 401],
      [family.token, 403],
      [wang.token, 403],
      [finance.token, 403],
      [dispatcher.token, 200],
    ] as const) {
      const auth = token ? { token } : {}
      for (const [method, path] of reads)
        expect([path, (await world.call(method, path, auth)).status]).toEqual([path, readStatus])
      for (const [method, path, body] of writes)
        expect([path, (await world.call(method, path, { ...auth, body })).status]).toEqual([path, token ? 403 : 401])
    }
    expect(await world.rows(sql`select * from companions.companions order by id`)).toEqual(before)
    for (const [method, path, body] of writes.slice(1))
      expect((await world.call(method, path.replace(id, randomUUID()), { token: reviewer.token, body })).status).toBe(
        404,
      )
  })
})

describe('a companion’s account', () => {
  it('is linked by the phone, whichever came first', async () => {
    const early = await companionPerson(world)
    const { isLinked } = await reviewer.api.companions.addCompanion({ body: recordOf({ phone: early.phone }) })
    expect(isLinked).toBe(true)
    expect((await early.api.companions.getMyCompanion()).name).toBe('王秀珍')

    const late = await stranger(world)
    const { id } = await reviewer.api.companions.addCompanion({ body: recordOf({ phone: late.phone, name: '孙丽' }) })
    expect((await world.call('GET', '/companions/me', { token: late.token })).status).toBe(404)
    const { agree } = await import('../core/testing/people.ts')
    await agree(late, ['privacy'])
    await bindPhone(world, late)
    await world.drain()
    expect(await late.api.companions.getMyCompanion()).toMatchObject({ id, name: '孙丽' })
    // the event may come twice
    await world.system.db.tx(async (tx) => {
      const [row] = await tx.many<{ hash: Buffer }>(
        sql`select phone_hash as hash from companions.companions where id = ${id}`,
      )
      await emit(
        tx,
        'identity.phone-bound',
        { accountId: late.accountId, phoneHash: row?.hash.toString('hex') ?? '' },
        world.clock.now(),
      )
    })
    await world.drain()
    expect(
      await world.rows(sql`select 1 from core.audit where action = 'companions.link' and subject_id = ${id}`),
    ).toHaveLength(1)
    expect(await companionOfAccount(world.system, late.accountId)).toMatchObject({ id })
  })
  it('loses the record when the operator writes another phone into it', async () => {
    const wang = await workingCompanion(world)
    const changed = await reviewer.api.companions.updateCompanionRecord({
      params: { id: wang.companionId },
      body: recordOf(),
    })
    expect(changed.isLinked).toBe(false)
    expect((await world.call('GET', '/companions/me', { token: wang.token })).status).toBe(404)
    expect(
      (
        await world.call('PUT', '/companions/me/weekly-hours', {
          token: wang.token,
          body: { hours: [], worksOnHolidays: true },
        })
      ).status,
    ).toBe(403)
  })
  it('changes her own profile, and nothing that was verified', async () => {
    const wang = await workingCompanion(world)
    const mine = await wang.api.companions.updateMyProfile({
      body: { introduction: '十年护工', languages: ['上海话', '上海话'], districts: ['静安区'], skills: ['english'] },
    })
    expect(mine).toMatchObject({
      introduction: '十年护工',
      languages: ['上海话'],
      districts: ['静安区'],
      skills: ['english'],
    })
    for (const extra of [{ verified: ['first-aid'] }, { segments: ['maternity'] }, { name: '王教授' }])
      expect(
        (
          await world.call('PUT', '/companions/me/profile', {
            token: wang.token,
            body: { introduction: '', languages: [], districts: [], skills: [], ...extra },
          })
        ).status,
      ).toBe(400)
    expect(
      (
        await world.call('PUT', '/companions/me/profile', {
          token: family.token,
          body: { introduction: '', languages: [], districts: [], skills: [] },
        })
      ).status,
    ).toBe(403)
    expect((await wang.api.companions.getMyCompanion()).segments).toEqual(['general', 'oncology'])
  })
  it('touches only her own calendar', async () => {
    const [wang, li] = [await workingCompanion(world), await workingCompanion(world)]
    const leave = await wang.api.companions.addMyException({ body: { day: '2026-12-01', kind: 'off' } })
    expect((await world.call('DELETE', `/companions/me/exceptions/${leave.id}`, { token: li.token })).status).toBe(404)
    expect(await wang.api.companions.addMyException({ body: { day: '2026-12-01', kind: 'off' } })).toEqual(leave)
    for (const [body, field] of [
      [{ day: '2026-11-22', kind: 'off' }, 'day'],
      [{ day: '2028-01-01', kind: 'off' }, 'day'],
      [{ day: '2026-12-02', kind: 'extra' }, 'from'],
      [{ day: '2026-12-02', kind: 'extra', from: '12:00', to: '11:00' }, 'to'],
      [{ day: '2026-12-02', kind: 'off', from: '12:00' }, 'to'],
      [{ day: '2026-13-02', kind: 'off' }, 'day'],
      [{ day: '2026-12-02', kind: 'nap' }, 'kind'],
      [{ day: '2026-12-02', kind: 'off', note: 'x'.repeat(10_000) }, 'note'],
    ] as const) {
      const answer = await world.call('POST', '/companions/me/exceptions', { token: wang.token, body })
      expect([answer.status, Object.keys(answer.body.fields ?? {})]).toEqual([400, [field]])
    }
    expect(
      await world.rows(sql`select 1 from companions.exceptions where companion_id = ${wang.companionId}`),
    ).toHaveLength(1)
  })
  it('gets no leave over a visit, and no visit over leave, even at the same moment', async () => {
    const day = '2026-12-14'
    const visit = (companionId: string) => ({
      companionId,
      orderId: randomUUID(),
      startsAt: shanghaiInstant(day, '08:00'),
      endsAt: shanghaiInstant(day, '12:00'),
      now: world.clock.now(),
    })
    const wang = await workingCompanion(world)
    await world.system.db.tx((tx) => reserveTime(tx, visit(wang.companionId)))
    const refused = await world.call('POST', '/companions/me/exceptions', {
      token: wang.token,
      body: { day, kind: 'off' },
    })
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'NOT_ALLOWED_NOW', message: '12月14日 08:00 已有预约，请先转单再请假' },
    })
    await wang.api.companions.addMyException({ body: { day, kind: 'off', from: '13:00', to: '18:00' } })
    for (let i = 0; i < 10; i++) {
      const li = await workingCompanion(world)
      const [leave] = await Promise.all([
        world.call('POST', '/companions/me/exceptions', { token: li.token, body: { day, kind: 'off' } }),
        world.system.db.tx((tx) => reserveTime(tx, visit(li.companionId))).catch(() => {}),
      ])
      const booked = await world.rows(sql`select 1 from companions.reservations where companion_id = ${li.companionId}`)
      expect([leave.status, booked.length]).toEqual(leave.status === 200 ? [200, 0] : [409, 1])
    }
  })
  it('has one visit more when a visit is confirmed, once', async () => {
    const wang = await workingCompanion(world)
    const orderId = randomUUID()
    const startsAt = shanghaiInstant(nextDay('2026-12-14'), '08:00')
    await world.system.db.tx((tx) =>
      reserveTime(tx, {
        companionId: wang.companionId,
        orderId,
        startsAt,
        endsAt: new Date(startsAt.getTime() + 3_600_000),
        now: world.clock.now(),
      }),
    )
    for (let i = 0; i < 2; i++) {
      await world.system.db.tx((tx) =>
        emit(tx, 'orders.confirmed', { orderId, totalFen: 1, companionId: wang.companionId }, world.clock.now()),
      )
      await world.drain()
    }
    expect((await requireCompanion(world.system, wang.companionId)).finishedVisits).toBe(1)
    expect((await findCompanions(world.system, [wang.companionId, randomUUID()])).size).toBe(1)
    await expect(requireCompanion(world.system, randomUUID())).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('the photo', () => {
  const picture = (): Promise<Buffer> =>
    sharp({ create: { width: 900, height: 1200, channels: 3, background: '#88aa66' } })
      .withExif({ IFD0: { Copyright: 'secret place' } })
      .jpeg()
      .toBuffer()

  it('is drawn anew: small, upright, without metadata, and cached', async () => {
    const wang = await workingCompanion(world)
    const record = await reviewer.api.companions.setCompanionPhoto({
      params: { id: wang.companionId },
      body: { imageBase64: (await picture()).toString('base64') },
    })
    const response = await fetch(world.url + (record.photoUrl ?? ''))
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
    expect(response.headers.get('cache-control')).toContain('immutable')
    const shown = await sharp(Buffer.from(await response.arrayBuffer())).metadata()
    expect([shown.width, shown.height, shown.exif]).toEqual([480, 640, undefined])
    expect((await family.api.companions.getCompanion({ params: { id: wang.companionId } })).photoUrl).toBe(
      record.photoUrl,
    )
  })
  it('is a picture or refused', async () => {
    const wang = await workingCompanion(world)
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>')
    for (const bytes of [svg, Buffer.from('hello'), (await picture()).subarray(0, 500), Buffer.alloc(0)])
      expect(
        (
          await world.call('PUT', `/companions/roster/${wang.companionId}/photo`, {
            token: reviewer.token,
            body: { imageBase64: bytes.toString('base64') },
          })
        ).status,
      ).toBe(400)
    const huge = await world.call('PUT', `/companions/roster/${wang.companionId}/photo`, {
      token: reviewer.token,
      body: { imageBase64: 'A'.repeat(10_000_000) },
    })
    expect(huge.status).toBe(413)
    expect(await world.rows(sql`select 1 from companions.photos where companion_id = ${wang.companionId}`)).toEqual([])
    for (const id of ['nope', randomUUID(), wang.companionId])
      expect((await world.call('GET', `/companions/${id}/photo`)).status).toBe(404)
  })
})
