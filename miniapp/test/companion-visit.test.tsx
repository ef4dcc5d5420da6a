import { act, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Task } from '@banyi/contract/orders'
import { forgetAll } from '../src/api/use-read'
import Visit from '../src/packages/companion/visit/index'
import { useOnline } from '../src/store/online'
import { useSession } from '../src/store/session'
import { route, server, storage } from './taro'

const ID = '00000000-0000-4000-8000-000000000021'
const STEPS = [
  ['departed', '出发'],
  ['met', '会合'],
  ['registered', '取号报到'],
  ['exams', '检查'],
  ['finished', '服务结束'],
] as const
const account = { id: 'a', nickname: '王秀兰', phoneMasked: null, hasWechat: true, isElderMode: false, consents: [] }

/** the server's side of one visit */
const visit = { done: 1, version: 5, code: '1234', tries: 0, isCancelled: false, recorded: [] as string[] }

function task(): Task {
  const next = visit.isCancelled ? undefined : STEPS[visit.done]
  const state = (at: number) => (at < visit.done ? 'done' : at === visit.done && next ? 'next' : 'later')
  return {
    ...({ id: ID, number: 'B1', version: visit.version, state: 'departed', stateName: '已出发' } as Task),
    startsAt: '2026-11-24T01:00:00Z',
    endsAt: '2026-11-24T05:00:00Z',
    hospital: { id: 'H', name: '瑞金医院', district: '黄浦区', address: '瑞金二路', location: null },
    meetingPoint: '大厅',
    packageName: '半天陪诊',
    segment: 'general',
    addOns: [],
    isErrand: false,
    patientAgeBand: '70–79 岁',
    patientSex: 'female',
    nextSentence: visit.isCancelled ? '家属取消了这一单' : '',
    phase: visit.isCancelled ? 'over' : 'visit',
    ...(visit.isCancelled ? { tab: 'done', state: 'cancelled', stateName: '已取消' } : {}),
    patient: null,
    familyPhone: null,
    departmentName: null,
    need: null,
    timeline: [],
    report: null,
    steps: STEPS.map(([kind, name], at) => ({ kind, name, isRequired: kind !== 'exams', state: state(at), at: null })),
    nextStep: next?.[0] ?? null,
    needsVisitCode: next?.[0] === 'met',
    isVisitCodeLocked: visit.tries >= 3,
    visitCodeAttemptsLeft: 3 - visit.tries,
    can: {
      accept: false,
      refuse: false,
      handOver: false,
      advance: Boolean(next),
      reportNoShow: false,
      writeReport: false,
      chat: false,
      sendLocation: false,
    },
  }
}
const problem = (status: number, code: string, message: string) => ({ status, body: { status, code, message } })

function record(body: { kind: string; version: number; visitCode: string | null }) {
  if (visit.isCancelled || body.version !== visit.version) return problem(409, 'CONFLICT', '内容已经更新')
  if (body.kind === 'met' && body.visitCode !== visit.code) {
    visit.tries++
    return problem(400, 'INVALID', `就诊码不对，还可以试 ${3 - visit.tries} 次`)
  }
  visit.recorded.push(body.kind)
  visit.done++
  visit.version++
  return { status: 200, body: task() }
}

const open = async () => {
  render(<Visit />)
  await pass(50)
}
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))
const tap = async (words: string) => {
  fireEvent.click(screen.getAllByText(words).at(-1) as HTMLElement)
  await pass(50)
}
const type = (code: string) => {
  const field = document.querySelector('.code input')
  if (field) fireEvent.input(field, { target: { value: code } })
}
let isReachable = true

beforeEach(() => {
  vi.useFakeTimers()
  forgetAll()
  isReachable = true
  Object.assign(visit, { done: 1, version: 5, tries: 0, isCancelled: false, recorded: [] })
  useSession.getState().begin({ token: 't', expiresAt: '2099-01-01T00:00:00Z', account, isNewAccount: false })
  useOnline.setState({ isOnline: true, waiting: 0 })
  route.params = { id: ID }
  server.answer = ({ url, data }) => {
    if (!isReachable) return 'no answer'
    if (url.endsWith('/identity/me')) return { status: 200, body: account }
    if (url.endsWith('/companions/me'))
      return { status: 200, body: { id: 'c', status: 'active', weeklyHours: { hours: [1], worksOnHolidays: false } } }
    if (url.endsWith('/milestones')) return record(data as Parameters<typeof record>[0])
    return { status: 200, body: task() }
  }
})
afterEach(() => vi.useRealTimers())

describe('visit page', () => {
  it('asks for the code, says what is wrong with it, and goes on with the right one', async () => {
    await open()
    await tap('已见到就诊人')
    type('1111')
    await tap('已见到就诊人')
    await pass(3000)
    expect(screen.getByText('就诊码不对，还可以试 2 次')).toBeTruthy()
    type('1234')
    await tap('已见到就诊人')
    await pass(3000)
    expect(screen.getByText('已取号报到')).toBeTruthy()
    expect(visit.recorded).toEqual(['met'])
  })

  it('shows the ways out when three codes were wrong', async () => {
    visit.tries = 3
    await open()
    expect(screen.getByText('就诊码试错 3 次，已锁住')).toBeTruthy()
    expect(screen.queryByText('已见到就诊人')).toBeNull()
  })

  it('lets a tap be taken back before anybody hears of it', async () => {
    visit.done = 2
    await open()
    await tap('已取号报到')
    expect(screen.getByText(/已记下：取号报到/)).toBeTruthy()
    await tap('撤销')
    await pass(10_000)
    expect(visit.recorded).toEqual([])
    expect(screen.getByText('已取号报到')).toBeTruthy()
  })

  it('takes two taps in a hurry for one', async () => {
    visit.done = 2
    await open()
    await tap('已取号报到')
    await tap('去做检查了')
    await pass(10_000)
    expect(visit.recorded).toEqual(['registered'])
  })

  it('keeps what is recorded without a signal, marks it, and sends it in order when there is one', async () => {
    visit.done = 2
    await open()
    isReachable = false
    await tap('已取号报到')
    await pass(2000)
    await tap('去做检查了')
    await pass(20_000)
    expect(useOnline.getState().waiting).toBe(2)
    expect(screen.getAllByText('待同步')).toHaveLength(2)
    expect(screen.getByText('服务已结束')).toBeTruthy()
    // somebody changed the order meanwhile: the steps still fit
    visit.version = 9
    isReachable = true
    await pass(70_000)
    expect(visit.recorded).toEqual(['registered', 'exams'])
    expect(useOnline.getState().waiting).toBe(0)
    expect(screen.queryByText('待同步')).toBeNull()
  })

  it('says calmly what was not taken when the visit was cancelled meanwhile', async () => {
    visit.done = 2
    await open()
    isReachable = false
    await tap('已取号报到')
    await pass(10_000)
    visit.isCancelled = true
    visit.version = 9
    isReachable = true
    await pass(70_000)
    expect(visit.recorded).toEqual([])
    expect(screen.getByText('任务有了新情况，已经换成最新的。')).toBeTruthy()
    expect(screen.getByText(/没有记上：取号报到/)).toBeTruthy()
    expect(screen.getByText('已取消')).toBeTruthy()
  })

  it('keeps the visit on the phone, but not who the patient is', async () => {
    visit.done = 2
    await open()
    const kept = String(storage.get(`banyi.task.${ID}`))
    expect(JSON.parse(kept)).toMatchObject({ patient: null, familyPhone: null, need: null })
  })
})
