import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sql } from '../core/sql.ts'
import { agree, daughter, mother, operatorWith, stranger, withdraw, type Person } from '../core/testing/people.ts'
import { newWorld, type World } from '../core/testing/world.ts'
import {
  accountContact,
  accountContacts,
  findPatients,
  hashPhone,
  operatorNames,
  requireConsent,
  requirePatient,
} from './index.ts'

import { statusesOf } from './testing.ts'

let world: World
let anna: Person
beforeAll(async () => {
  world = await newWorld()
})
beforeEach(async () => {
  anna = await daughter(world)
})
afterAll(() => world.close())

const patientBody = {
  name: '王秀兰',
  relation: 'mother',
  sex: 'female',
  birthDate: '1949-12-31',
  phone: null,
  allergies: '',
  mobility: 'walks',
  hearing: 'good',
  dialect: '',
  notes: '',
  emergencyContacts: [],
}
const add = (person: Person, part: object = {}) =>
  world.call('POST', '/identity/patients', {
    token: person.token,
    body: { commandId: randomUUID(), ...patientBody, ...part },
  })
const countPatients = async (accountId: string): Promise<number> =>
  (
    await world.rows<{ n: number }>(
      sql`select count(*)::int as n from identity.patients where account_id = ${accountId}`,
    )
  )[0]?.n ?? 0

describe('consents', () => {
  test('the texts are there in two layers', async () => {
    const { items } = await world.api().identity.listPolicies()
    expect(items.map((item) => item.purpose)).toEqual([
      'privacy',
      'health',
      'companion-sharing',
      'location',
      'insurer-sharing',
    ])
    for (const item of items) {
      expect(item.title.length).toBeGreaterThan(4)
      expect(item.summary.length).toBeGreaterThan(60)
      expect(item.text).toContain('撤回')
      expect(item.text.length).toBeGreaterThan(item.summary.length)
    }
  })

  test('no patient is stored before privacy and health were agreed to, each by itself', async () => {
    const bea = await stranger(world)
    const refusedFor = async (): Promise<unknown> => {
      const answer = await add(bea)
      expect([answer.status, answer.body.code]).toEqual([403, 'CONSENT_REQUIRED'])
      return answer.body['facts']
    }
    expect(await refusedFor()).toEqual({ purpose: 'privacy', version: 1 })
    await agree(bea, ['privacy'])
    expect(await refusedFor()).toEqual({ purpose: 'health', version: 1 })
    expect(await countPatients(bea.accountId)).toBe(0)
    await agree(bea, ['health'])
    expect((await add(bea)).status).toBe(200)
    await withdraw(bea, 'health')
    expect(await refusedFor()).toEqual({ purpose: 'health', version: 1 })
    expect(await countPatients(bea.accountId)).toBe(1)
  })

  test('the history is kept, said twice is written once, and nothing in it can be changed', async () => {
    await agree(anna, ['health'])
    await withdraw(anna, 'health')
    await withdraw(anna, 'health')
    await agree(anna, ['health'])
    const history = () =>
      world.rows<{ is_given: boolean }>(
        sql`select is_given from identity.consents where account_id = ${anna.accountId} and purpose = 'health' order by id`,
      )
    expect((await history()).map((row) => row.is_given)).toEqual([true, false, true])
    await expect(
      world.rows(sql`update identity.consents set is_given = true where account_id = ${anna.accountId}`),
    ).rejects.toThrow('append-only')
    await expect(
      world.system.db.run(sql`delete from identity.consents where account_id = ${anna.accountId}`),
    ).rejects.toThrow('permission denied')
  })

  test('only the current version can be agreed to; a withdrawal works with any', async () => {
    const set = (body: object) => world.call('POST', '/identity/consents', { token: anna.token, body })
    expect((await set({ purpose: 'health', version: 2, isGiven: true })).body.code).toBe('CONFLICT')
    expect((await set({ purpose: 'health', version: 7, isGiven: false })).status).toBe(200)
    expect((await set({ purpose: 'marketing', version: 1, isGiven: true })).status).toBe(400)
    await expect(requireConsent(world.system.db, anna.accountId, 'health')).rejects.toMatchObject({
      code: 'CONSENT_REQUIRED',
    })
  })

  test('a new version of a text asks again before anything new is stored', async () => {
    // somebody who agreed to an older text: the row says version 0
    const bea = await stranger(world)
    await world.rows(
      sql`insert into identity.consents (account_id, purpose, version, is_given, at) values (${bea.accountId}, 'privacy', 0, true, ${world.clock.now()})`,
    )
    expect((await bea.api.identity.getMe()).consents).toMatchObject([
      { purpose: 'privacy', version: 0, isCurrent: false },
    ])
    expect((await add(bea)).body['facts']).toEqual({ purpose: 'privacy', version: 1 })
  })
})

describe('patients', () => {
  test('are stored encrypted, each with a key of her own, and read back as they were', async () => {
    const body = {
      name: '欧阳👵秀兰',
      notes: '怕冷; drop table identity.patients; --<script>alert(1)</script>',
      identityNumber: '11010519491231002x',
      phone: '13912345678',
      allergies: '青霉素',
    }
    const answer = await add(anna, body)
    expect(answer.body).toMatchObject({
      name: body.name,
      notes: body.notes,
      phone: body.phone,
      allergies: body.allergies,
      ageYears: 76,
      identityNumberMasked: '110***********002X',
    })
    expect(JSON.stringify(answer.body)).not.toContain('19491231002')
    const [row] = await world.rows<{ text: string }>(
      sql`select p::text as text from identity.patients p where id = ${answer.body['id']}`,
    )
    for (const secret of [...Object.values(body), '11010519491231002X', '1949-12-31', 'female']) {
      expect(row?.text).not.toContain(secret)
      expect(row?.text).not.toContain(Buffer.from(secret).toString('hex'))
    }
    const keys = await world.rows(sql`select 1 from core.subject_keys where subject_id = ${answer.body['id']}`)
    expect(keys).toHaveLength(1)
    expect(world.logged.join()).not.toContain('秀兰')
    expect((await anna.api.identity.listPatients()).items).toEqual([answer.body])
  })

  test('the identity number: absent keeps it, null clears it, and it must fit what is written with it', async () => {
    const { body } = await add(anna, { identityNumber: '11010519491231002X' })
    const put = (part: object) =>
      world.call('PUT', `/identity/patients/${String(body['id'])}`, {
        token: anna.token,
        body: { ...patientBody, ...part },
      })
    expect((await put({ notes: '新' })).body).toMatchObject({ notes: '新', identityNumberMasked: '110***********002X' })
    expect((await put({ sex: 'male' })).body).toMatchObject({
      code: 'INVALID',
      fields: { identityNumber: '身份证号与性别不一致' },
    })
    expect((await put({ birthDate: '1950-01-01' })).body.fields).toHaveProperty('identityNumber')
    expect((await put({ identityNumber: '123' })).body.fields).toHaveProperty('identityNumber')
    expect((await put({ identityNumber: null, birthDate: '1950-01-01' })).body).toMatchObject({
      identityNumberMasked: null,
      birthDate: '1950-01-01',
    })
  })

  test('a retry after a lost answer adds nothing', async () => {
    const commandId = randomUUID()
    const answers = await Promise.all([1, 2, 3].map(() => add(anna, { commandId })))
    expect(new Set(answers.map((answer) => answer.body['id'])).size).toBe(1)
    expect(await countPatients(anna.accountId)).toBe(1)
  })

  test('at most 20, also when they come at once', async () => {
    for (let i = 0; i < 18; i++) await add(anna)
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => add(anna)))
    expect(statusesOf(answers)).toEqual([200, 200, 409, 409, 409])
    expect(await countPatients(anna.accountId)).toBe(20)
  })

  test('a removed one is gone from the list and from bookings, but finished orders still name her', async () => {
    const mum = await mother(anna)
    await anna.api.identity.removePatient({ params: { id: mum.id } })
    expect((await anna.api.identity.listPatients()).items).toEqual([])
    for (const [method, body] of [['GET'], ['PUT', patientBody], ['DELETE']] as const)
      expect((await world.call(method, `/identity/patients/${mum.id}`, { token: anna.token, body })).status).toBe(404)
    await expect(requirePatient(world.system, anna.accountId, mum.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await findPatients(world.system, [mum.id], null)).get(mum.id)?.name).toBe('王秀兰')
  })

  test("another family's patient is not there, and nothing is written", async () => {
    const mum = await mother(anna)
    const bea = await daughter(world)
    for (const [method, body] of [['GET'], ['PUT', { ...patientBody, name: '改名' }], ['DELETE']] as const) {
      const answer = await world.call(method, `/identity/patients/${mum.id}`, { token: bea.token, body })
      expect([answer.status, answer.body.code]).toEqual([404, 'NOT_FOUND'])
    }
    const desk = await operatorWith(world, ['dispatcher', 'security'])
    expect((await world.call('GET', `/identity/patients/${mum.id}`, { token: desk.token })).status).toBe(403)
    expect((await world.call('GET', `/identity/patients/${mum.id}`)).status).toBe(401)
    expect(await anna.api.identity.getPatient({ params: { id: mum.id } })).toEqual(mum)
  })

  test.each([
    { name: '' },
    { name: '   ' },
    { name: '名'.repeat(10_000) },
    { name: 5 },
    { name: 'a\u0000b' },
    { name: '\ud83d' },
    { sex: 'other' },
    { birthDate: '2026-02-30' },
    { birthDate: '2099-01-01' },
    { birthDate: '1899-12-31' },
    { phone: '110' },
    { mobility: 'flies' },
    { relation: 'boss' },
    { accountId: randomUUID() },
    { emergencyContacts: [{ name: '王强', relation: '儿子', phone: '1' }] },
    { emergencyContacts: Array.from({ length: 4 }, () => ({ name: '王强', relation: '儿子', phone: '13800138000' })) },
    { commandId: 'x' },
    { notes: null },
    { identityNumber: 'X'.repeat(10_000) },
  ])('refuses %j', async (part) => {
    expect((await add(anna, part)).status).toBe(400)
    expect(await countPatients(anna.accountId)).toBe(0)
  })

  test('what is done to a patient is in the audit, without what was written', async () => {
    const mum = await mother(anna)
    await anna.api.identity.removePatient({ params: { id: mum.id } })
    const rows = await world.rows<{ action: string; text: string }>(
      sql`select action, a::text as text from core.audit a where subject_id = ${mum.id} order by id`,
    )
    expect(rows.map((row) => row.action)).toEqual(['patient.added', 'patient.removed'])
    expect(rows.map((row) => row.text).join()).not.toContain('王')
  })
})

describe('promises to other modules', () => {
  test('patients of many ids at once; unreadable for others after the health consent was taken back', async () => {
    const [mum, dad] = [await mother(anna), await mother(anna, { name: '王建国', sex: 'male', relation: 'father' })]
    const ids = [mum.id, dad.id, mum.id, randomUUID()]
    const found = await findPatients(world.system, ids, null)
    expect([...found.values()].map((patient) => patient.name).toSorted()).toEqual(['王建国', '王秀兰'])
    expect(found.get(mum.id)).toMatchObject({ accountId: anna.accountId, allergies: '青霉素过敏', ageYears: 74 })
    expect(found.get(mum.id)).not.toHaveProperty('identityNumberMasked')
    await withdraw(anna, 'health')
    expect((await findPatients(world.system, ids, null)).size).toBe(0)
    expect((await findPatients(world.system, ids, randomUUID())).size).toBe(0)
    expect((await findPatients(world.system, ids, anna.accountId)).size).toBe(2)
    expect((await findPatients(world.system, [], null)).size).toBe(0)
  })

  test('contacts, names and the hash of a phone', async () => {
    const contact = await accountContact(world.system, anna.accountId)
    expect(contact).toEqual({ openid: anna.openid, phone: anna.phone, nickname: '小敏' })
    expect((await accountContacts(world.system, [anna.accountId, randomUUID()])).size).toBe(1)
    await expect(accountContact(world.system, randomUUID())).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const desk = await operatorWith(world, ['dispatcher'], '赵敏')
    expect(await operatorNames(world.system, [desk.operatorId])).toEqual(new Map([[desk.operatorId, '赵敏']]))
    expect(hashPhone(world.system, anna.phone)).toEqual(world.system.hash.of('phone', anna.phone))
  })

  test('the account itself: nickname and elder mode', async () => {
    expect(await anna.api.identity.updateMe({ body: { isElderMode: true } })).toMatchObject({
      nickname: '小敏',
      isElderMode: true,
    })
    expect(await anna.api.identity.updateMe({ body: { nickname: '敏敏🌸' } })).toMatchObject({
      nickname: '敏敏🌸',
      isElderMode: true,
    })
    for (const body of [
      { nickname: '' },
      { nickname: 'x'.repeat(31) },
      { phone: '13800138000' },
      { isElderMode: 'yes' },
    ])
      expect((await world.call('PUT', '/identity/me', { token: anna.token, body })).status).toBe(400)
  })
})
