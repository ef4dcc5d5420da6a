import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { forgetAll } from '../src/api/use-read'
import Confirm from '../src/packages/booking/confirm/index'
import { emptyBooking, useBooking } from '../src/store/booking'
import { useSay } from '../src/store/say'
import { useSession } from '../src/store/session'
import { server } from './taro'

const ID = '00000000-0000-4000-8000-000000000001'
const account = { id: 'a', nickname: '李静', phoneMasked: null, hasWechat: true, isElderMode: false, consents: [] }
const far = '2099-01-01T00:00:00Z'
const soon = new Date(Date.now() + 900_000).toISOString()
const consentTo = (purpose: string) => ({ purpose, version: 1, givenAt: far, isCurrent: true })
const OFFER = {
  id: '00000000-0000-4000-8000-000000000041',
  planCode: 'basic',
  planName: '陪诊意外险',
  insurerName: '安心财险',
  premiumFen: 600,
  covers: [{ name: '意外医疗', amountFen: 1_000_000 }],
  exclusions: ['原有疾病发作'],
  termsUrl: 'http://insurer.test/terms',
  expiresAt: soon,
}
const COUPON = {
  id: '00000000-0000-4000-8000-000000000051',
  name: '重阳券',
  funderName: '彭浦社区',
  sentence: '立减 ¥30.00',
  offFen: 3000,
  offPercent: 0,
  maxOffFen: 0,
  minPriceFen: 0,
  validTo: far,
  state: 'usable',
}
interface Asked {
  insuranceOfferId: string | null
  couponId: string | null
}
let contractVersion = 3
let bookings: { contractVersion: number; quoteToken: string }[] = []
let quotes: Asked[] = []

function quoteOf(asked: Asked) {
  quotes.push(asked)
  const lines = [
    { code: 'half-day', name: '半天陪诊', amountFen: 26_800 },
    ...(asked.couponId ? [{ code: 'coupon:pp', name: '重阳券', amountFen: -3000, note: '由彭浦社区出资' }] : []),
    ...(asked.insuranceOfferId ? [{ code: 'insurance:basic', name: '陪诊意外险', amountFen: 600 }] : []),
  ]
  return {
    token: `token-for-version-${contractVersion}`,
    lines,
    totalFen: lines.reduce((sum, line) => sum + line.amountFen, 0),
    remarks: asked.couponId ? ['这张券下周到期'] : [],
    contractVersion,
    startsAt: far,
    endsAt: far,
    expiresAt: soon,
    refundRules: [],
  }
}
const ok = (body: unknown) => ({ status: 200, body })

beforeEach(() => {
  forgetAll()
  contractVersion = 3
  bookings = []
  quotes = []
  const hospital = { id: 'H', name: '瑞金医院', district: '黄浦区', address: '瑞金二路' }
  const when = { day: '2098-12-01', clock: '09:00', meetingPoint: '大厅' }
  useBooking.setState({ draft: { ...emptyBooking(), patientId: ID, hospital, ...when, companion: null } })
  useSession.getState().begin({ token: 't', expiresAt: far, account, isNewAccount: false })
  useSession.getState().know({ ...account, consents: [consentTo('companion-sharing')] } as never)
  server.answer = ({ url, method, data }) => {
    if (url.endsWith('/orders/quotes')) return ok(quoteOf(data as Asked))
    if (url.endsWith('/insurance/offers')) return ok({ items: [OFFER] })
    if (url.includes('/coupons')) return ok({ items: [COUPON], nextCursor: null })
    if (url.endsWith('/identity/policies'))
      return ok({
        items: [{ purpose: 'insurer-sharing', version: 1, title: '向保险公司提供信息', summary: '', text: '' }],
      })
    if (url.endsWith('/identity/consents'))
      return ok({ ...account, consents: ['companion-sharing', 'insurer-sharing'].map(consentTo) })
    if (url.endsWith('/contracts/template'))
      return ok({ version: contractVersion, title: '', effectiveFrom: far, summary: ['新的一条'], body: '' })
    if (url.includes('/identity/patients/')) return ok({ id: ID, name: '李淑英' })
    if (method === 'POST' && url.endsWith('/orders')) {
      const body = data as (typeof bookings)[number]
      if (body.contractVersion !== contractVersion) {
        return { status: 409, body: { status: 409, code: 'CONFLICT', message: '合同有了新版本' } }
      }
      bookings.push(body)
      return ok({ id: ID, version: 1 })
    }
    return { status: 404, body: { status: 404, code: 'NOT_FOUND', message: '没有找到' } }
  }
})

const open = async () => {
  render(<Confirm />)
  await screen.findByText('要不要保险')
  await waitFor(() => expect(screen.getAllByText('半天陪诊').length).toBeGreaterThan(0))
}
const radio = (words: string) => screen.getByText(words).closest('[role=radio]')
const tap = (words: string) => userEvent.click(screen.getAllByText(words).at(-1) as HTMLElement)
const consentCount = () => server.requests.filter(({ url }) => url.endsWith('/identity/consents')).length

describe('the page before paying', () => {
  it('begins without insurance, without a coupon and without a tick', async () => {
    await open()
    expect(radio('不需要保险')?.getAttribute('aria-checked')).toBe('true')
    expect(radio('陪诊意外险')?.getAttribute('aria-checked')).toBe('false')
    expect(screen.getByRole('checkbox').getAttribute('aria-checked')).toBe('false')
    expect(quotes.every((q) => q.insuranceOfferId === null && q.couponId === null)).toBe(true)
  })

  it('tells the insurer about somebody only after a consent of its own', async () => {
    await open()
    await tap('陪诊意外险')
    await screen.findByText('向保险公司提供信息')
    await tap('不同意')
    expect(radio('不需要保险')?.getAttribute('aria-checked')).toBe('true')
    expect(consentCount()).toBe(0)
    await tap('陪诊意外险')
    await screen.findByText('向保险公司提供信息')
    await tap('同意')
    await waitFor(() => expect(quotes.at(-1)?.insuranceOfferId).toBe(OFFER.id))
    await screen.findAllByText('¥274.00')
    expect(consentCount()).toBe(1)
  })

  it('takes the discount off, says who pays for it and what the quote remarks', async () => {
    await open()
    await tap('优惠券')
    await tap('重阳券')
    await screen.findByText('由彭浦社区出资')
    expect(screen.getByText('-¥30.00')).toBeTruthy()
    expect(screen.getByText('这张券下周到期')).toBeTruthy()
  })

  it('books nothing until the contract is ticked, and sends the version that was shown', async () => {
    await open()
    await tap('微信支付')
    expect(bookings).toEqual([])
    expect(useSay.getState().line?.text).toBe('请先读一读《陪诊服务合同》，再勾选同意')
    await tap('提交即同意《陪诊服务合同》')
    await tap('微信支付')
    await waitFor(() => expect(bookings).toMatchObject([{ contractVersion: 3 }]))
  })

  it('takes a tick for the version it was given to: a new one is shown and asked again', async () => {
    await open()
    await tap('提交即同意《陪诊服务合同》')
    contractVersion = 4
    await tap('微信支付')
    await screen.findByText('合同刚刚有了新版本，请再读一遍再勾选。')
    await screen.findByText('新的一条')
    expect(screen.getByRole('checkbox').getAttribute('aria-checked')).toBe('false')
    await tap('微信支付')
    expect(bookings).toEqual([])
    await tap('提交即同意《陪诊服务合同》')
    await tap('微信支付')
    await waitFor(() => expect(bookings).toMatchObject([{ contractVersion: 4 }]))
  })
})
