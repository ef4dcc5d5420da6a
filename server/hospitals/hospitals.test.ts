import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../core/sql.ts'
import { daughter, operatorWith } from '../core/testing/people.ts'
import { newWorld, type World } from '../core/testing/world.ts'
import {
  departmentName,
  departmentNames,
  findHospitals,
  importDirectory,
  requireHospital,
  seedDirectory,
} from './index.ts'

const RUIJIN = 'H31010749'
const PEOPLE_SQUARE = { lat: 31.2304, lng: 121.4737 }
let world: World
beforeAll(async () => {
  world = await newWorld()
  await seedDirectory(world.system)
})
afterAll(() => world.close())

const find = async (query: string): Promise<string[]> =>
  (await world.api().hospitals.searchHospitals({ query: { query, limit: 5 } })).items.map((item) => item.name)
const countHospitals = async (): Promise<number> =>
  (await world.rows<{ n: number }>(sql`select count(*)::int as n from hospitals.hospitals`))[0]?.n ?? 0

describe('the directory', () => {
  it('is loaded once, however often', async () => {
    expect(await countHospitals()).toBe(378)
    expect(await seedDirectory(world.system)).toMatchObject({ hospitals: 0 })
  })
  it.each(['瑞金', '瑞金医院', '上海交通大学医学院附属瑞金医院', 'ruijin', 'RJ', 'rjyy', ' rui jin ', '（瑞金）'])(
    'finds 瑞金医院 by %s',
    async (typed) => {
      expect((await find(typed))[0]).toBe('上海交通大学医学院附属瑞金医院')
    },
  )
  it.each([
    ['六院', '上海市第六人民医院'],
    ['红房子', '上海市红房子妇产科医院'],
    ['455医院', '中国人民解放军第四五五医院'],
    ['huashan', '复旦大学附属华山医院'],
  ])('finds by what people say: %s', async (typed, name) => {
    expect((await find(typed))[0] ?? null).toBe(name)
  })
  it('puts exact names first, then 三级甲等, then the near ones', async () => {
    const { items } = await world
      .api()
      .hospitals.searchHospitals({ query: { query: '中山医院', lat: 31.2, lng: 121.45 } })
    expect(items[0]?.name).toBe('复旦大学附属中山医院')
    const near = await world.api().hospitals.searchHospitals({ query: { ...PEOPLE_SQUARE, limit: 50 } })
    const metres = near.items.map((item) => item.distanceMeters ?? 0)
    expect(metres).toEqual(metres.toSorted((a, b) => a - b))
    expect(metres[0]).toBeLessThan(1500)
    expect(near).toMatchObject({ total: 378, attribution: '© OpenStreetMap contributors' })
    const best = await world.api().hospitals.searchHospitals({ query: { limit: 44 } })
    expect(new Set(best.items.map((item) => item.level))).toEqual(new Set(['三级甲等']))
  })
  it.each([
    {},
    { query: '医院' },
    { query: 'yy' },
    { district: '浦东新区' },
    PEOPLE_SQUARE,
    { ...PEOPLE_SQUARE, query: '中心' },
  ])('turns pages without repeating or losing one: %o', async (query) => {
    const seen: string[] = []
    let cursor: string | undefined
    let total = 0
    do {
      const page = await world.api().hospitals.searchHospitals({ query: { ...query, limit: 17, cursor } })
      seen.push(...page.items.map((item) => item.id))
      cursor = page.nextCursor ?? undefined
      total = page.total
    } while (cursor)
    expect(seen.length).toBe(total)
    expect(new Set(seen).size).toBe(total)
    expect(total).toBeGreaterThan(20)
  })
  it('answers nonsense calmly', async () => {
    for (const query of [
      '%',
      '_',
      '\\',
      "' or 1=1 --",
      '😀',
      '<script>alert(1)</script>',
      '！',
      "'",
      ':*',
      '&|!',
      '无此医院',
    ])
      expect(await world.api().hospitals.searchHospitals({ query: { query } })).toMatchObject({
        items: [],
        nextCursor: null,
      })
    for (const [query, field] of [
      [{ lat: 31 }, 'lng'],
      [{ lat: 'x', lng: 1 }, 'lat'],
      [{ query: 'x'.repeat(10_000) }, 'query'],
      [{ cursor: 'nonsense' }, 'cursor'],
      [{ cursor: Buffer.from('[1,1,9e9,"x"]').toString('base64url') }, 'cursor'],
      [{ limit: 1000 }, 'limit'],
      [{ what: 1 }, 'what'],
    ] as const) {
      const answer = await world.call(
        'GET',
        `/hospitals?${new URLSearchParams(query as Record<string, string>).toString()}`,
      )
      expect([answer.status, Object.keys(answer.body.fields ?? {})]).toEqual([400, [field]])
    }
  })
  it('counts districts and finds departments', async () => {
    const { items } = await world.api().hospitals.listDistricts()
    expect(items).toHaveLength(16)
    expect(items.reduce((sum, item) => sum + item.count, 0)).toBe(378)
    const all = await world.api().hospitals.listDepartments({ query: {} })
    expect(all.items).toHaveLength(171)
    for (const typed of ['心内科', 'xnk', 'xinneike'])
      expect((await world.api().hospitals.listDepartments({ query: { query: typed } })).items[0]?.code).toBe('03.04')
    expect(all.items.find((item) => item.code === '04.01.01')?.isBookable).toBe(false)
  })
  it('keeps its promises to other modules', async () => {
    expect(await requireHospital(world.system, RUIJIN)).toMatchObject({
      name: '上海交通大学医学院附属瑞金医院',
      district: '黄浦区',
      city: '上海市',
    })
    await expect(requireHospital(world.system, 'nope')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect([...(await findHospitals(world.system, [RUIJIN, 'nope', RUIJIN])).keys()]).toEqual([RUIJIN])
    expect(await departmentName(world.system, '03.04')).toBe('心血管内科专业')
    expect(await departmentName(world.system, '99')).toBeNull()
    expect((await departmentNames(world.system, ['03', '04'])).size).toBe(2)
  })
})

describe('the guide of a hospital', () => {
  const guide = {
    openingHours: '周一至周六 7:00-17:00',
    registration: '一楼自助机',
    floors: [{ place: '心内科', where: '3 号楼 2 层' }],
    meetingPoints: ['门诊大厅服务台'],
  }

  it('is written by the content desk, kept with its history, and not overwritten by a stale page', async () => {
    const desk = await operatorWith(world, ['content'])
    const saved = await desk.api.hospitals.updateGuide({ params: { id: RUIJIN }, body: { version: 0, guide } })
    expect(saved).toMatchObject({ version: 1, floors: guide.floors })
    const stale = await world.call('PUT', `/hospitals/${RUIJIN}/guide`, {
      token: desk.token,
      body: { version: 0, guide },
    })
    expect(stale).toMatchObject({ status: 409, body: { code: 'CONFLICT' } })
    await desk.api.hospitals.updateGuide({
      params: { id: RUIJIN },
      body: { version: 1, guide: { ...guide, notes: '周日停诊' } },
    })
    const shown = await world.api().hospitals.getHospital({ params: { id: RUIJIN } })
    expect(shown.guide).toMatchObject({ version: 2, notes: '周日停诊', updatedBy: saved.updatedBy })
    const { items } = await desk.api.hospitals.listGuideHistory({ params: { id: RUIJIN } })
    expect(items.map((item) => [item.version, item.guide.notes])).toEqual([
      [2, '周日停诊'],
      [1, ''],
    ])
    const audit = await world.rows<{ action: string }>(sql`select action from core.audit where subject_id = ${RUIJIN}`)
    expect(audit).toHaveLength(2)
  })
  it('takes one of two saves at the same moment', async () => {
    const desk = await operatorWith(world, ['content'])
    const answers = await Promise.all(
      [1, 2, 3, 4].map((n) =>
        world.call('PUT', '/hospitals/H31010748/guide', {
          token: desk.token,
          body: { version: 0, guide: { notes: String(n) } },
        }),
      ),
    )
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409])
    expect(await world.rows(sql`select 1 from hospitals.guide_versions where hospital_id = 'H31010748'`)).toHaveLength(
      1,
    )
  })
  it('is not for others to write', async () => {
    const family = await daughter(world)
    const dispatcher = await operatorWith(world, ['dispatcher'])
    const before = await world.rows(sql`select * from hospitals.guide_versions`)
    for (const [token, status] of [
      [undefined, 401],
      [family.token, 403],
      [dispatcher.token, 403],
    ] as const) {
      const options = token ? { token } : {}
      expect(
        (await world.call('PUT', `/hospitals/${RUIJIN}/guide`, { ...options, body: { version: 2, guide } })).status,
      ).toBe(status)
      expect(
        (await world.call('POST', '/hospitals/imports', { ...options, body: { csv: '名称,区\n甲,乙' } })).status,
      ).toBe(status)
    }
    expect((await world.call('GET', `/hospitals/${RUIJIN}/guide/history`, { token: family.token })).status).toBe(403)
    expect(await world.rows(sql`select * from hospitals.guide_versions`)).toEqual(before)
    const desk = await operatorWith(world, ['content'])
    expect(
      (await world.call('PUT', '/hospitals/nope/guide', { token: desk.token, body: { version: 0, guide } })).status,
    ).toBe(404)
    for (const bad of [{ notes: 'x'.repeat(10_000) }, { notes: 5 }, { unknown: 'x' }, { floors: [{ place: '' }] }])
      expect(
        (await world.call('PUT', `/hospitals/${RUIJIN}/guide`, { token: desk.token, body: { version: 2, guide: bad } }))
          .status,
      ).toBe(400)
  })
})

describe('importing', () => {
  const beijing = readFileSync(new URL('data/testing/beijing-register-sample.csv', import.meta.url), 'utf8')

  it('tries, takes, and takes again without a change; nobody is routed to a row without a place', async () => {
    const desk = await operatorWith(world, ['content'])
    const before = await countHospitals()
    const rows = beijing.trim().split('\n').length - 1
    expect(await desk.api.hospitals.importHospitals({ body: { csv: beijing, isDryRun: true } })).toMatchObject({
      rows,
      imported: rows,
      badCount: 0,
    })
    expect(await countHospitals()).toBe(before)
    expect(await desk.api.hospitals.importHospitals({ body: { csv: beijing } })).toMatchObject({
      imported: rows,
      changed: 0,
      unchanged: 0,
    })
    expect(await desk.api.hospitals.importHospitals({ body: { csv: beijing } })).toMatchObject({
      imported: 0,
      changed: 0,
      unchanged: rows,
    })
    const found = await world.api().hospitals.searchHospitals({ query: { query: '北京协和医院', ...PEOPLE_SQUARE } })
    expect(found.items[0]).toMatchObject({ location: null, distanceMeters: null })
    expect(found.attribution).toBe('')
    expect((await requireHospital(world.system, found.items[0]?.id ?? '')).location).toBeNull()
    expect(await world.rows(sql`select 1 from core.audit where action = 'hospitals.import'`)).toHaveLength(1)
  })
  it('takes nothing of a bad file unless asked', async () => {
    const csv = 'id,name,district\nBAD1,好医院,徐汇区\nBAD2,,徐汇区\nBAD1,重复医院,徐汇区'
    const refused = await importDirectory(world.system, csv, { isPartialAllowed: false, isDryRun: false })
    expect(refused).toMatchObject({
      rows: 3,
      imported: 0,
      badCount: 2,
      bad: [
        { line: 3, field: '名称' },
        { line: 4, field: '编号' },
      ],
    })
    expect(await world.rows(sql`select 1 from hospitals.hospitals where id like 'BAD%'`)).toEqual([])
    expect(await importDirectory(world.system, csv, { isPartialAllowed: true, isDryRun: false })).toMatchObject({
      imported: 1,
      badCount: 2,
    })
    expect((await find('好医院'))[0]).toBe('好医院')
  })
  it('changes what the file says, leaves what it does not have, and the next start keeps it', async () => {
    await importDirectory(
      world.system,
      `id,name,district,phone\n${RUIJIN},上海交通大学医学院附属瑞金医院,黄浦区,021-64370045`,
      { isPartialAllowed: false, isDryRun: false },
    )
    await seedDirectory(world.system)
    const shown = await world.api().hospitals.getHospital({ params: { id: RUIJIN } })
    expect(shown).toMatchObject({
      phone: '021-64370045',
      level: '三级甲等',
      attribution: '© OpenStreetMap contributors',
    })
    expect(shown.location).not.toBeNull()
  })
  it('finds the same hospital in a file without numbers, also when two come at once', async () => {
    const csv = '名称,城市,区\n无号医院,上海市,徐汇区'
    const options = { isPartialAllowed: false, isDryRun: false }
    const reports = await Promise.all([1, 2, 3].map(() => importDirectory(world.system, csv, options)))
    expect(reports.map((report) => report.imported).toSorted((a, b) => a - b)).toEqual([0, 0, 1])
    expect(await world.rows(sql`select 1 from hospitals.hospitals where name = '无号医院'`)).toHaveLength(1)
  })
  it('works from the command line, and says by its end whether the file was taken', async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'banyi-csv-')), 'own.csv')
    const run = async (text: string, ...options: string[]): Promise<{ code: number; said: string }> => {
      writeFileSync(file, text)
      const args = [fileURLToPath(new URL('cli.ts', import.meta.url)), 'import', file, ...options]
      return new Promise((resolve) => {
        execFile(
          process.execPath,
          args,
          { env: { DATABASE_URL: world.system.config.DATABASE_URL } },
          (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), said: stdout + stderr }),
        )
      })
    }
    const good = '\uFEFF医院编号,医院名称,区\r\nCLI1,命令行医院,徐汇区\r\n'
    expect(await run(good, '--dry-run')).toMatchObject({ code: 0, said: expect.stringContaining('没有写入') as string })
    expect(await find('命令行医院')).toEqual([])
    expect((await run(good)).code).toBe(0)
    expect((await find('命令行医院'))[0]).toBe('命令行医院')
    const bad = `${good}CLI2,,徐汇区\r\n`
    expect(await run(bad)).toMatchObject({ code: 1, said: expect.stringContaining('第 3 行 名称：不能为空') as string })
    expect((await run(bad, '--partial')).code).toBe(0)
    expect((await run(bad, '--force')).code).toBe(64)
  })
  it('refuses too much and the wrong kind', async () => {
    const desk = await operatorWith(world, ['content'])
    const send = async (body: unknown): Promise<number> =>
      (await world.call('POST', '/hospitals/imports', { token: desk.token, body })).status
    expect(await send({ csv: 'x'.repeat(10_000_000) })).toBe(413)
    expect(await send({ csv: 5 })).toBe(400)
    expect(await send({ csv: '名称,区', more: 1 })).toBe(400)
  })
})
