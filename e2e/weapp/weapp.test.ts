import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startStack, type Stack } from '../stack.ts'
import { enterCompanion, type EnteredCompanion } from './companion-record.ts'
import { compile, type Bundle } from './compile.ts'
import { openMiniProgram, startBrowser, type MiniProgram } from './open.ts'
import type { Settings } from './runtime/settings.ts'
import { packageSizes } from './sizes.ts'

const DIST = process.env['WEAPP_DIST'] ?? new URL('../../miniapp/dist/weapp', import.meta.url).pathname
const MB = 1_000_000
/** WeChat allows 2 MB each; the main package loads before anything is seen */
const MAIN_LIMIT = 1.5 * MB
const PART_LIMIT = 2 * MB

let bundle: Bundle
let browser: Browser
let opened: MiniProgram[] = []
const open = async (settings: Partial<Settings> = {}): Promise<MiniProgram> => {
  const program = await openMiniProgram(browser, bundle, settings)
  opened.push(program)
  return program
}

beforeAll(async () => {
  if (!existsSync(`${DIST}/app.json`))
    throw new Error(`no weapp build in ${DIST}: npm run build:weapp -w @banyi/miniapp`)
  bundle = compile(DIST)
  browser = await startBrowser()
})
afterEach(async () => {
  for (const program of opened) await program.close()
  opened = []
})
afterAll(() => browser?.close())

describe('weapp bundle', () => {
  it('keeps every package small enough for WeChat', () => {
    const sizes = packageSizes(DIST)
    for (const [root, bytes] of sizes) {
      console.log(`weapp ${(root || 'main package').padEnd(22)} ${(bytes / 1000).toFixed(0).padStart(6)} kB`)
      expect(bytes, root || 'main package').toBeLessThan(root ? PART_LIMIT : MAIN_LIMIT)
    }
  })

  it('has templates that the compiler of WeChat takes without an error', () => {
    expect(bundle.notes.filter(({ isError }) => isError)).toEqual([])
  })
})

/** Nothing may be asked of the network: the proxy is a closed door. */
const CLOSED = { HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9' }

it("is a project that WeChat's own uploader compiles", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'weapp-'))
  const script = new URL('check-project.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [script, DIST, path.join(folder, 'project.zip')], {
    env: { ...process.env, ...CLOSED },
    stdio: ['ignore', 'pipe', 'pipe'],
    // a group of its own, to end what it leaves behind
    detached: true,
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (said += data.toString('utf8')))
  const [code] = (await once(child, 'exit')) as [number | null]
  if (child.pid) endGroup(child.pid)
  rmSync(folder, { recursive: true, force: true })
  expect(code, said).toBe(0)
  expect(said).toMatch(/compiled \d+ files/)
})
function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // nothing was left
  }
}

describe('weapp without a server', () => {
  it('starts, says that there is no network, and opens a page of every sub-package', async () => {
    const program = await open()
    await program.see('今天想办什么事')
    const pages = [
      'packages/account/sign-in/index',
      'packages/booking/who/index',
      'packages/visit/order/index?id=00000000-0000-4000-8000-000000000000',
      'packages/link/live/index',
      'packages/companion/tasks/index',
      'packages/trust/report/index',
    ]
    for (const page of pages) {
      await program.navigate(`/${page}`)
      await expect.poll(async () => (await program.text()).length, { message: page }).toBeGreaterThan(10)
      await program.page.screenshot({ path: shot(page.split('/')[1] ?? page) })
    }
    expect(await program.errors()).toEqual([])
  })

  it('follows the large type of WeChat', async () => {
    const program = await open({ fontSizeSetting: 24 })
    await program.see('找人帮忙')
    expect(await program.errors()).toEqual([])
  })
})

describe('weapp with the server', () => {
  let stack: Stack
  beforeAll(async () => {
    stack = await startStack()
  })
  afterAll(() => stack?.stop())

  /** a phone with WeChat in somebody's hand */
  const phoneOf = (nickname: string, phone: string): Promise<MiniProgram> => {
    const { openid } = stack.sandbox.control.createUser({ nickname, phone })
    const place = { latitude: 31.2113, longitude: 121.4676 }
    return open({
      apiUrl: stack.url,
      simUrl: stack.sandbox.urls.people,
      appId: stack.sandbox.keys.wechat.appid,
      openid,
      place,
    })
  }

  it('books and pays on one phone; the companion accepts, sets out and meets on another', async () => {
    const daughter = await phoneOf('陈静', '13900000003')
    await signIn(daughter)
    await chooseVisit(daughter)
    await pressPay(daughter)
    await daughter.see('已付款')
    await daughter.page.screenshot({ path: shot('paid') })
    expect(stack.sandbox.control.orders().map(({ state }) => state)).toEqual(['SUCCESS'])

    const record = await enterCompanion(stack, '王秀兰', '13800000001')
    const companion = await phoneOf('王秀兰', '13800000001')
    await signIn(companion)
    await becomeCompanion(companion, record)
    await accept(companion)

    await daughter.tap('看订单')
    await daughter.see('王秀兰')
    const [, code = ''] = /就诊码\D*(\d{4})/.exec(await daughter.text()) ?? []
    await companion.tap('已出发')
    await companion.see('已记下：出发')
    // held for a few seconds, so that she can take it back
    await companion.see('王秀兰 已出发')
    await meet(companion, code)
    await daughter.see('会合')
    expect(await companion.errors()).toEqual([])
    expect(await daughter.errors()).toEqual([])
  })

  it('keeps the order when she closes the wallet', async () => {
    const daughter = await phoneOf('李明', '13900000004')
    await signIn(daughter)
    await chooseVisit(daughter)
    await daughter.page.evaluate(() => void (globalThis.__sim.refusesPayment = true))
    await pressPay(daughter)
    // only the server knows whether money moved: it is asked for half a minute before the page says so
    await daughter.see('还没有付款', 60_000)
    await daughter.page.evaluate(() => void (globalThis.__sim.refusesPayment = false))
    await daughter.tap('付款', true)
    await daughter.see('已付款')
    expect(await daughter.errors()).toEqual([])
  })
})

const shot = (name: string) => new URL(`../shots/weapp-${name}.png`, import.meta.url).pathname

async function signIn(program: MiniProgram): Promise<void> {
  await program.tap('我的')
  await program.tap('去登录')
  await program.tap('我已阅读并同意', true)
  await program.tap('微信登录')
  await program.see('还没有绑定手机号')
}

/** Who, where, when, with whom: up to the page with the whole price. */
async function chooseVisit(program: MiniProgram): Promise<void> {
  await program.tap('首页')
  await program.fill('textarea', '膝盖疼半年，复查')
  await program.tap('找人陪着去')
  await program.tap('添加就诊人')
  await program.tap('母亲')
  await program.fill('.input__box', '李淑英')
  await program.tap('女')
  await program.answerPicker('1950-03-04')
  await program.tap('请选择')
  await program.see('1950年3月4日')
  await program.tap('保存')
  await program.tap('同意')
  await program.see('需要哪种服务')
  await program.tap('下一步')
  await program.tap('选择医院')
  await program.fill('input', 'ruijin')
  await program.tap('瑞金', true)
  await program.tap('去这家医院')
  await program.tap('后天')
  await program.tap('09:00')
  await program.fill('input', '门诊大厅')
  await program.tap('下一步')
  await program.tap('帮我安排一位')
  await program.tap('下一步')
  await program.see('全部费用')
}

/** Never ticked beforehand. */
async function agree(program: MiniProgram, act: '提交' | '接单'): Promise<void> {
  await program.tap(`${act}即同意《陪诊服务合同》`)
}

/** The first booking asks for the consent to tell the companion who the patient is. */
async function pressPay(program: MiniProgram): Promise<void> {
  await agree(program, '提交')
  await program.tap('微信支付')
  await program.see('向陪诊员提供信息同意书')
  await program.tap('同意')
}

async function becomeCompanion(program: MiniProgram, record: EnteredCompanion): Promise<void> {
  await program.tap('设置')
  await program.tap('用微信手机号绑定')
  await program.see('手机号已绑定')
  // an event links the record a moment later
  await expect.poll(record.isLinked, { timeout: 20_000, interval: 200 }).toBe(true)
  await program.navigate('/packages/companion/tasks/index')
  await program.tap('去设服务时间')
  for (let day = 0; day < 7; day++) await program.tap('这天也服务')
  await program.tap('保存')
  await program.see('一周共 63 小时')
  await program.see('没有改动')
  await program.back()
}

async function accept(program: MiniProgram): Promise<void> {
  await program.tap('可接', true)
  await program.tap('瑞金', true)
  await program.page.screenshot({ path: shot('offer') })
  expect(await program.text()).not.toContain('李淑英')
  await agree(program, '接单')
  await program.tap('接下这一单')
  await program.see('李淑英')
}

async function meet(program: MiniProgram, code: string): Promise<void> {
  await program.tap('已见到就诊人')
  await program.fill('.code__field', code)
  await program.tap('已见到就诊人')
  await program.see('取号报到')
  await program.page.screenshot({ path: shot('visit') })
}
