import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../core/sql.ts'
import { authenticator, daughter, operatorWith } from '../core/testing/people.ts'
import { newWorld, type World } from '../core/testing/world.ts'
import { hashPassword, isPassword } from './password.ts'
import { newTotpSecret, stepOfTotp } from './totp.ts'
import { decodeBase32, totp } from '../../sandbox/wire/totp.ts'

import { statusesOf } from './testing.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

const signIn = (username: string, password: string, code: string) =>
  world.call('POST', '/identity/operators/sign-in', { body: { username, password, totp: code } })
const me = (token: string) => world.call('GET', '/identity/operators/me', { token })
const later = () => world.advance({ minutes: 16 })

describe('passwords and one-time passwords', () => {
  test('scrypt with a salt; the stored text tells nothing', async () => {
    const [a, b] = [await hashPassword('correct horse battery'), await hashPassword('correct horse battery')]
    expect(a).not.toBe(b)
    expect([
      await isPassword('correct horse battery', a),
      await isPassword('correct horse', a),
      await isPassword('x', null),
    ]).toEqual([true, false, false])
  })

  test('agrees with an authenticator app, one step of tolerance, no more', () => {
    const secret = newTotpSecret()
    const now = new Date('2026-11-23T01:00:10Z')
    const codeAt = (seconds: number): string => totp(decodeBase32(secret), Math.floor(now.getTime() / 1000) + seconds)
    const step = Math.floor(now.getTime() / 30_000)
    expect([-60, -30, 0, 30, 60].map((seconds) => stepOfTotp(secret, codeAt(seconds), now))).toEqual([
      null,
      step - 1,
      step,
      step + 1,
      null,
    ])
  })
})

describe('sign-in', () => {
  test('lasts 30 idle minutes and 12 hours in all', async () => {
    const desk = await operatorWith(world, ['dispatcher', 'finance'])
    expect((await me(desk.token)).body).toMatchObject({
      name: '李伟',
      duties: ['dispatcher', 'finance'],
      isActive: true,
    })
    for (let i = 0; i < 24; i++) {
      expect((await me(desk.token)).status).toBe(200)
      await world.advance({ minutes: 29 })
    }
    await world.advance({ minutes: 25 })
    expect((await me(desk.token)).status).toBe(401)
    const again = await signIn(desk.username, desk.password, desk.code())
    const token = String(again.body['token'])
    expect((await me(token)).status).toBe(200)
    await world.advance({ minutes: 30 })
    expect((await me(token)).status).toBe(401)
  })

  test('a one-time password works once, an older one not after a newer', async () => {
    const desk = await operatorWith(world, ['dispatcher'])
    expect((await signIn(desk.username, desk.password, desk.code())).body.code).toBe('WRONG_CREDENTIALS')
    const old = desk.code()
    await world.advance({ seconds: 30 })
    expect((await signIn(desk.username, desk.password, old)).status).toBe(401)
    const fresh = desk.code()
    const answers = await Promise.all([1, 2, 3].map(() => signIn(desk.username, desk.password, fresh)))
    expect(statusesOf(answers)).toEqual([200, 401, 401])
  })

  test('every refusal looks the same, and an unknown name locks like a known one', async () => {
    await later()
    const desk = await operatorWith(world, ['dispatcher'])
    await world.advance({ seconds: 30 })
    const code = desk.code()
    const shape = ({ status, body }: Awaited<ReturnType<typeof signIn>>) => [status, body.code, body.message]
    const refused = [401, 'WRONG_CREDENTIALS', '用户名、密码或动态码不对']
    expect(shape(await signIn(desk.username, 'wrong', code))).toEqual(refused)
    expect(shape(await signIn(desk.username, desk.password, code === '000000' ? '111111' : '000000'))).toEqual(refused)
    for (let i = 0; i < 5; i++) expect(shape(await signIn('nobody', 'wrong', '000000'))).toEqual(refused)
    for (let i = 0; i < 3; i++) await signIn(desk.username, 'wrong', '000000')
    const [known, unknown] = [
      await signIn(desk.username, desk.password, code),
      await signIn('nobody', 'wrong', '000000'),
    ]
    expect([known.status, known.body.code]).toEqual([423, 'LOCKED'])
    expect([unknown.status, unknown.body.code]).toEqual([423, 'LOCKED'])
    await world.advance({ minutes: 15 })
    expect((await signIn(desk.username, desk.password, desk.code())).status).toBe(200)
  })

  test('many wrong tries at once are not more than five', async () => {
    await later()
    const desk = await operatorWith(world, ['dispatcher'])
    await world.advance({ seconds: 30 })
    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn(desk.username, 'wrong', '000000')))
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(5)
    expect(answers.filter((answer) => answer.status === 423)).toHaveLength(7)
  })

  test('30 in a quarter of an hour per address', async () => {
    await later()
    const statuses = await Promise.all(Array.from({ length: 31 }, (_, i) => signIn(`name${i}`, 'x', '000000')))
    expect(statuses.filter((answer) => answer.status === 429)).toHaveLength(1)
    await later()
  })

  test('writes down who came in and who did not, but no password and no unknown name', async () => {
    const desk = await operatorWith(world, ['dispatcher'])
    await signIn(desk.username, 'wrong-password-1', '000000')
    await signIn('my-password-by-mistake', 'x', '000000')
    const rows = await world.rows<{ action: string }>(
      sql`select action from core.audit where subject_id = ${desk.operatorId} order by id`,
    )
    expect(rows.map((row) => row.action)).toEqual(['operator.added', 'operator.signed-in', 'operator.sign-in-refused'])
    const all = await world.rows<{ text: string }>(sql`select a::text as text from core.audit a`)
    const text = all.map((row) => row.text).join() + world.logged.join()
    expect(text).not.toMatch(/wrong-password-1|by-mistake/)
  })

  test('an account is no operator and an operator no account', async () => {
    const anna = await daughter(world)
    const desk = await operatorWith(world, ['dispatcher'])
    expect((await me(anna.token)).status).toBe(403)
    expect((await world.call('GET', '/identity/me', { token: desk.token })).status).toBe(403)
    expect((await me(desk.token.replace('bo_', 'bs_'))).status).toBe(401)
  })
})

describe('managing operators', () => {
  const added = { username: 'zhao.min', name: '赵敏', password: 'Long-enough-42', duties: ['content'] }

  test('only the security duty adds and stops; audit may look', async () => {
    const [guard, auditor, desk] = [
      await operatorWith(world, ['security']),
      await operatorWith(world, ['audit']),
      await operatorWith(world, ['dispatcher', 'finance', 'content', 'reviewer']),
    ]
    const anna = await daughter(world)
    for (const token of [desk.token, auditor.token, anna.token, undefined]) {
      const options = token ? { token } : {}
      const status = token ? 403 : 401
      expect((await world.call('POST', '/identity/operators', { ...options, body: added })).status).toBe(status)
      expect(
        (
          await world.call('POST', `/identity/operators/${guard.operatorId}/active`, {
            ...options,
            body: { isActive: false, reason: '测试' },
          })
        ).status,
      ).toBe(status)
    }
    expect((await world.call('GET', '/identity/operators', { token: desk.token })).status).toBe(403)
    expect((await world.call('GET', '/identity/operators', { token: auditor.token })).status).toBe(200)
    expect(await world.rows(sql`select 1 from identity.operators where username = ${added.username}`)).toEqual([])

    const { operator, totpUri } = await guard.api.identity.addOperator({
      body: { ...added, duties: ['content', 'content'] },
    })
    expect(operator).toMatchObject({ username: 'zhao.min', duties: ['content'], isActive: true })
    expect((await signIn('zhao.min', added.password, authenticator(world, totpUri)())).status).toBe(200)
    expect(
      (await world.call('POST', '/identity/operators', { token: guard.token, body: added })).body.fields,
    ).toHaveProperty('username')
  })

  test('a stopped one is out at once and comes back when allowed', async () => {
    const [guard, desk] = [await operatorWith(world, ['security']), await operatorWith(world, ['dispatcher'])]
    const set = (isActive: boolean) =>
      guard.api.identity.setOperatorActive({ params: { id: desk.operatorId }, body: { isActive, reason: '离职' } })
    expect((await set(false)).isActive).toBe(false)
    expect((await me(desk.token)).status).toBe(401)
    await world.advance({ seconds: 30 })
    expect((await signIn(desk.username, desk.password, desk.code())).status).toBe(401)
    await set(true)
    expect((await me(desk.token)).status).toBe(401)
    expect((await signIn(desk.username, desk.password, desk.code())).status).toBe(200)
    const rows = await world.rows<{ action: string; reason: string }>(
      sql`select action, reason from core.audit where subject_id = ${desk.operatorId} and action like 'operator.%abled' order by id`,
    )
    expect(rows).toEqual([
      { action: 'operator.disabled', reason: '离职' },
      { action: 'operator.enabled', reason: '离职' },
    ])
  })

  test('nobody stops himself, and one guard always stays, also when two stop each other at once', async () => {
    const [a, b] = [await operatorWith(world, ['security']), await operatorWith(world, ['security'])]
    await world.rows(
      sql`update identity.operators set is_active = false where 'security' = any(duties) and not id = any(${[a.operatorId, b.operatorId]}::uuid[])`,
    )
    const stop = (by: typeof a, id: string) =>
      world.call('POST', `/identity/operators/${id}/active`, {
        token: by.token,
        body: { isActive: false, reason: '测试' },
      })
    expect((await stop(a, a.operatorId)).body.code).toBe('NOT_ALLOWED_NOW')
    await Promise.all([stop(a, b.operatorId), stop(b, a.operatorId)])
    const left = await world.rows(sql`select 1 from identity.operators where is_active and 'security' = any(duties)`)
    expect(left).toHaveLength(1)
  })

  test.each([
    { username: 'Zhao' },
    { username: 'zz' },
    { password: 'short' },
    { password: 'aaaaaaaaaaaaaaaa' },
    { password: 'x-good.name-123456' },
    { duties: [] },
    { duties: ['god'] },
    { isActive: true },
    { name: '' },
  ])('refuses %j', async (part) => {
    const guard = await operatorWith(world, ['security'])
    const body = { username: 'good.name', name: '赵敏', password: 'Long-enough-42', duties: ['content'], ...part }
    expect((await world.call('POST', '/identity/operators', { token: guard.token, body })).status).toBe(400)
    await later()
  })
})

describe('the first operator of an installation', () => {
  const cli = fileURLToPath(new URL('./cli.ts', import.meta.url))
  const env = (): NodeJS.ProcessEnv => {
    const { config } = world.system
    const asText = {
      ...config,
      SMS_TEMPLATES: '{}',
      SUBSCRIBE_TEMPLATES: '{}',
      smsTemplates: undefined,
      subscribeTemplates: undefined,
      insurer: undefined,
    }
    const entries = Object.entries(asText).filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    return { PATH: process.env['PATH'], ...Object.fromEntries(entries.map(([name, value]) => [name, String(value)])) }
  }
  const run = async (args: string[], part: NodeJS.ProcessEnv = {}) => {
    const child = promisify(execFile)(process.execPath, [cli, ...args], { env: { ...env(), ...part } })
    child.child.stdin?.end('')
    return child.then(
      ({ stdout }) => ({ code: 0, text: stdout }),
      (error: { code: number; stderr: string }) => ({ code: error.code, text: error.stderr }),
    )
  }

  test('is added by a command and can sign in', async () => {
    const args = ['add-operator', '--username=first.one', '--name=李伟', '--duties=security,audit']
    const { code, text } = await run(args, { OPERATOR_PASSWORD: 'Very-Long-Password-9' })
    expect([code, text]).toEqual([0, expect.stringContaining('otpauth://totp/')])
    const uri = /otpauth:\S+/.exec(text)?.[0] ?? ''
    expect((await signIn('first.one', 'Very-Long-Password-9', authenticator(world, uri)())).status).toBe(200)
    expect(await run(args, { OPERATOR_PASSWORD: 'Very-Long-Password-9' })).toEqual({
      code: 64,
      text: '这个用户名已经有人用了\n',
    })
  })

  test('refuses a bad password, duty or command, and says why', async () => {
    const args = ['add-operator', '--username=second.one', '--name=李伟']
    expect((await run([...args, '--duties=security'], { OPERATOR_PASSWORD: 'short' })).text).toContain('至少 12 位')
    expect((await run([...args, '--duties=security'])).text).toContain('password')
    expect((await run([...args, '--duties=king'], { OPERATOR_PASSWORD: 'Very-Long-Password-9' })).code).toBe(64)
    expect((await run(['remove-operator'])).text).toContain('usage')
    expect(await world.rows(sql`select 1 from identity.operators where username = 'second.one'`)).toEqual([])
  })
})
