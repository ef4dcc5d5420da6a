/** What two sides agreed to can be read by them, changed by nobody, and checked by anybody. */
import { ApiError } from '@banyi/contract/client'
import type { Contract, Verification } from '@banyi/contract/contracts'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../core/sql.ts'
import { daughter, operatorWith, type Person } from '../core/testing/people.ts'
import { newWorld, type World } from '../core/testing/world.ts'
import { agreeByFamily, reviseContract, voidContract } from './agree.ts'
import { agreedByCompanion, agreedByFamily, PHONE, signatory, termsOf, type Signatory } from './testing.ts'

let world: World
let family: Person
let wang: Signatory
let li: Signatory
beforeAll(async () => {
  world = await newWorld()
  family = await daughter(world)
  wang = await signatory(world)
  li = await signatory(world)
})
afterAll(() => world.close())

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
    return 'accepted'
  } catch (error) {
    if (error instanceof ApiError) return error.problem.code
    if (error instanceof Error && 'code' in error) return String(error.code)
    throw error
  }
}
const readAs = (person: Person, id: string): Promise<Contract> =>
  person.api.contracts.getContractOfOrder({ params: { id } })
const byCode = (code: string): Promise<Verification> => world.api().contracts.verifyByCode({ params: { code } })
async function pdfOf(person: { token: string }, orderId: string): Promise<Buffer> {
  const answer = await fetch(`${world.url}/contracts/orders/${orderId}/pdf`, {
    headers: { authorization: `Bearer ${person.token}` },
  })
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf'])
  return Buffer.from(await answer.arrayBuffer())
}
async function byPdf(bytes: Buffer): Promise<Verification> {
  // each question from another address, so that the limit is not what is tested
  const answer = await world.call('POST', '/contracts/verify', {
    body: bytes,
    headers: { 'content-type': 'application/pdf' },
  })
  expect(answer.status).toBe(200)
  return answer.body as unknown as Verification
}
async function complete(): Promise<string> {
  const orderId = await agreedByFamily(world, family)
  await agreedByCompanion(world, wang, orderId)
  await world.drain()
  return orderId
}

describe('agreeing', () => {
  test('open with the family’s word, complete with the companion’s; both read it, nobody else does', async () => {
    const orderId = await agreedByFamily(world, family)
    expect(await readAs(family, orderId)).toMatchObject({
      state: 'open',
      revision: 1,
      hasPdf: false,
      acceptances: [{ side: 'family', name: '李晓雯', device: '微信小程序 8.0.50，iPhone', ipMasked: '203.0.*.*' }],
    })
    expect(await codeOf(readAs(wang, orderId))).toBe('NOT_FOUND')
    await agreedByCompanion(world, wang, orderId)
    await world.drain()
    const contract = await readAs(wang, orderId)
    expect(contract).toMatchObject({
      state: 'complete',
      revision: 1,
      hasPdf: true,
      acceptances: [{ side: 'family' }, { side: 'companion', name: '王秀珍', ipMasked: '2001:db8:*' }],
    })
    expect(contract.text).toContain('陪诊员：王秀珍')
    expect(contract.text).toContain('- 半天陪诊：¥268.00')
    expect(contract.text).toContain('- 优惠 新人券：-¥20.00')
    expect(contract.text).toContain('- 提前 4 到 24 小时取消，退 80%')
    expect(contract.text).not.toContain('{{')
    expect(contract.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(await codeOf(readAs(li, orderId))).toBe('NOT_FOUND')
    expect((await world.call('GET', `/contracts/orders/${orderId}`)).status).toBe(401)
    expect((await world.call('GET', `/contracts/orders/${orderId}/pdf`)).status).toBe(401)
    expect((await world.call('GET', `/contracts/orders/${orderId}/pdf`, { token: li.token })).status).toBe(404)
  })

  test('an older text than the one in force is refused, nothing is written', async () => {
    const orderId = randomUUID()
    const signer = { accountId: family.accountId, device: PHONE, ip: '', templateVersion: 0, now: world.clock.now() }
    const old = world.system.db.tx((tx) => agreeByFamily(tx, { ...signer, orderId, terms: termsOf() }))
    expect(await codeOf(old)).toBe('CONFLICT')
    expect(await world.rows(sql`select 1 from contracts.contracts where order_id = ${orderId}`)).toEqual([])
  })

  test('twice is once', async () => {
    const orderId = await agreedByFamily(world, family)
    await agreedByFamily(world, family, orderId)
    await agreedByCompanion(world, wang, orderId)
    await agreedByCompanion(world, wang, orderId)
    const desk = await operatorWith(world, ['dispatcher'])
    const { items } = await desk.api.contracts.getContractForOperator({ params: { id: orderId } })
    expect(items).toMatchObject([{ revision: 1, state: 'complete' }])
    expect(await codeOf(wang.api.contracts.getContractForOperator({ params: { id: orderId } }))).toBe('FORBIDDEN')
  })

  test('typed words stay words: no heading, no other fact', async () => {
    const orderId = randomUUID()
    const terms = termsOf({ familyName: '# {{陪诊员}}\n- x', hospitalName: '**某**医院' })
    const signer = { accountId: family.accountId, device: PHONE, ip: '', templateVersion: 1, now: world.clock.now() }
    await world.system.db.tx((tx) => agreeByFamily(tx, { ...signer, orderId, terms }))
    const { text } = await readAs(family, orderId)
    expect(text).toContain('委托方（下单的家属或本人）：陪诊员 - x')
    expect(text).toContain('医院：＊＊某＊＊医院')
    expect(text).toContain('就诊人：王＊兰')
  })
})

describe('changing', () => {
  test('another time: a new revision that waits for her; the family’s word carries over and says so', async () => {
    const orderId = await complete()
    const before = await readAs(family, orderId)
    const changes = { startsAt: '2026-11-26T01:00:00.000Z', endsAt: '2026-11-26T05:00:00.000Z' }
    await world.system.db.tx((tx) => reviseContract(tx, { orderId, changes, why: '家属改期', now: world.clock.now() }))
    const open = await readAs(family, orderId)
    expect(open).toMatchObject({ revision: 2, state: 'open', number: before.number })
    expect(open.hash).not.toBe(before.hash)
    expect(open.acceptances).toMatchObject([{ side: 'family', at: before.acceptances[0]?.at }])
    expect(open.acceptances[0]?.device).toContain('同意第 1 版，沿用')
    expect(await byCode(before.verifyCode)).toMatchObject({ outcome: 'replaced' })
    expect(await byCode(open.verifyCode)).toMatchObject({ outcome: 'open' })
    // she sees what she had agreed to, and nothing newer
    expect(await readAs(wang, orderId)).toMatchObject({ revision: 1, state: 'replaced' })
    await agreedByCompanion(world, li, orderId, '李红梅')
    await world.drain()
    const after = await readAs(li, orderId)
    expect(after).toMatchObject({ revision: 2, state: 'complete' })
    expect(await byCode(after.verifyCode)).toMatchObject({ outcome: 'genuine' })
    const pdf = await pdfOf(wang, orderId)
    expect(await byPdf(pdf)).toMatchObject({ outcome: 'replaced' })
  })

  test('nothing changed, nobody lost: no new revision; an order without a contract: none', async () => {
    const orderId = await agreedByFamily(world, family)
    const revise = (id: string) =>
      world.system.db.tx((tx) => reviseContract(tx, { orderId: id, changes: {}, why: '', now: world.clock.now() }))
    expect(await revise(orderId)).toMatchObject({ revision: 1 })
    expect(await revise(randomUUID())).toBeNull()
    expect(await agreedByCompanion(world, wang, randomUUID())).toBeNull()
  })

  test('the order ended first: void; one that was complete stays', async () => {
    const end = (id: string) => world.system.db.tx((tx) => voidContract(tx, id, world.clock.now()))
    const open = await agreedByFamily(world, family)
    await end(open)
    const gone = await readAs(family, open)
    expect(gone).toMatchObject({ state: 'void', hasPdf: false })
    expect(await byCode(gone.verifyCode)).toMatchObject({ outcome: 'open', sentence: '订单已结束，这份合同没有成立' })
    const whole = await complete()
    await end(whole)
    expect(await readAs(family, whole)).toMatchObject({ state: 'complete' })
  })

  test('what was agreed to cannot be changed by the program', async () => {
    const orderId = await complete()
    const change = (statement: ReturnType<typeof sql>) => codeOf(world.system.db.run(statement))
    expect(
      await change(
        sql`update contracts.contracts set inputs = jsonb_set(inputs, '{totalFen}', '1') where order_id = ${orderId}`,
      ),
    ).toBe('42501')
    expect(await change(sql`update contracts.contracts set verify_code = 'X' where order_id = ${orderId}`)).toBe(
      '42501',
    )
    expect(await change(sql`update contracts.acceptances set name = 'x'`)).toBe('42501')
    expect(await change(sql`delete from contracts.contracts where order_id = ${orderId}`)).toBe('42501')
  })
})

describe('checking', () => {
  test('the paper: the same bytes for everybody; genuine by file and by code, however it is typed; names masked', async () => {
    const orderId = await complete()
    const pdf = await pdfOf(family, orderId)
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    const desk = await operatorWith(world, ['finance'])
    for (const reader of [wang, desk]) expect((await pdfOf(reader, orderId)).equals(pdf)).toBe(true)
    const { verifyCode, verifyUrl, hash } = await readAs(family, orderId)
    expect(verifyUrl).toContain(`/#/packages/trust/verify/index?code=${verifyCode}`)
    const byFile = await byPdf(pdf)
    expect(byFile).toMatchObject({ outcome: 'genuine', hash })
    for (const typed of [verifyCode, verifyCode.replaceAll('-', '').toLowerCase()])
      expect(await byCode(typed)).toEqual(byFile)
    const said = JSON.stringify(byFile)
    for (const secret of ['李晓雯', '王秀珍', '心内科', family.phone]) expect(said).not.toContain(secret)
    expect(byFile.acceptances.map(({ name }) => name)).toEqual(['李*雯', '王*珍'])
    // the bytes lie sealed in the database
    const stored = await world.rows<{ pdf_enc: Buffer }>(
      sql`select pdf_enc from contracts.contracts where order_id = ${orderId}`,
    )
    expect(stored[0]?.pdf_enc.includes(Buffer.from('%PDF-'))).toBe(false)
  })

  test('one byte changed, anywhere: altered, and nothing of the contract is told', async () => {
    const orderId = await complete()
    const pdf = await pdfOf(family, orderId)
    for (const at of [7, Math.floor(pdf.length / 3), Math.floor(pdf.length / 2), pdf.length - 2]) {
      const changed = Buffer.from(pdf)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(await byPdf(changed)).toMatchObject({ outcome: 'altered', facts: [], acceptances: [] })
    }
    expect(await byPdf(Buffer.concat([pdf, Buffer.from(' ')]))).toMatchObject({ outcome: 'altered' })
    expect(await byPdf(Buffer.from('%PDF-1.3 something else'))).toMatchObject({ outcome: 'unknown', number: null })
    expect((await world.call('POST', '/contracts/verify')).status).toBe(400)
  })

  test.each([
    sql`update contracts.contracts set inputs = jsonb_set(inputs, '{totalFen}', '1')`,
    sql`update contracts.contracts set inputs = jsonb_set(inputs, '{companionName}', '"张三"')`,
    sql`update contracts.acceptances set name = '张三' where side = 'companion'`,
    sql`update contracts.acceptances set at = at - interval '1 day' where side = 'family'`,
    sql`delete from contracts.acceptances where side = 'family'`,
  ])('one fact changed in the database by hand is found (%#)', async (change) => {
    const alone = await newWorld()
    try {
      const anna = await daughter(alone)
      const orderId = await agreedByFamily(alone, anna)
      await agreedByCompanion(alone, await signatory(alone), orderId)
      await alone.drain()
      const { verifyCode } = await anna.api.contracts.getContractOfOrder({ params: { id: orderId } })
      const ask = () => alone.api().contracts.verifyByCode({ params: { code: verifyCode } })
      expect(await ask()).toMatchObject({ outcome: 'genuine' })
      await alone.rows(sql`alter table contracts.contracts disable trigger all`)
      await alone.rows(sql`alter table contracts.acceptances disable trigger all`)
      await alone.rows(change)
      expect(await ask()).toMatchObject({ outcome: 'altered', facts: [] })
      expect(alone.logged.some((line) => line.includes('is not what was agreed to'))).toBe(true)
    } finally {
      await alone.close()
    }
  })

  test('an unknown code says nothing, however often; then the limit', async () => {
    const answers = new Set<string>()
    let limited = 0
    for (let i = 0; i < 40; i++) {
      const code = randomUUID().slice(0, 18)
      const answer = await world.call('GET', `/contracts/verify/${code}`)
      if (answer.status === 429) limited++
      else answers.add(JSON.stringify(answer.body))
    }
    expect(answers.size).toBe(1)
    expect(limited).toBeGreaterThan(0)
  })
})

test('the text in force is public', async () => {
  const template = await world.api().contracts.getTemplate()
  expect(template).toMatchObject({ version: 1, title: '上海市陪诊服务合同' })
  expect(template.summary.length).toBeGreaterThan(3)
})
