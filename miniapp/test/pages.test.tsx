import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ComponentType } from 'react'
import { useElder } from '../src/store/elder'
import { useOnline } from '../src/store/online'
import { useSession } from '../src/store/session'
import { route, server, went } from './taro'

type Page = () => Promise<{ default: ComponentType }>
const pages = Object.entries(import.meta.glob('../src/{pages,packages}/**/index.tsx') as Record<string, Page>)
const account = { id: 'a', nickname: '李静', phoneMasked: null, hasWechat: true, isElderMode: false, consents: [] }

beforeEach(() => {
  useElder.setState({ choice: null, factor: 1, isOn: false })
  useOnline.setState({ isOnline: true, waiting: 0 })
  useSession.getState().begin({ token: 't', expiresAt: '2099-01-01T00:00:00Z', account, isNewAccount: false })
  route.params = { id: '00000000-0000-4000-8000-000000000001', t: 'a-secret-of-a-family-link' }
})

describe.each(pages)('%s', (_name, load) => {
  it('opens without a server, says so in Chinese, and grows in elder mode with a person to call', async () => {
    server.answer = () => ({
      status: 503,
      body: { code: 'OUTSIDE_UNAVAILABLE', message: '服务正忙，请稍后再试', status: 503 },
    })
    useElder.getState().choose(true)
    const { default: Page } = await load()
    const { container } = render(<Page />)
    await waitFor(() => expect(container.querySelector('.skeleton')).toBeNull())
    expect(container.querySelector('.screen--elder')).not.toBeNull()
    expect(screen.getByText('找人帮忙')).toBeTruthy()
    expect(container.textContent).not.toMatch(/undefined|NaN|\[object/)
  })
})

describe('home', () => {
  const open = async () => {
    const { default: Home } = await import('../src/pages/home/index')
    return render(<Home />)
  }
  it('takes the need along into the booking', async () => {
    server.answer = () => ({ status: 200, body: { items: [], packages: [], segments: [], addOns: [] } })
    await open()
    await userEvent.type(screen.getByLabelText('哪里不舒服，或想办什么事'), '膝盖疼')
    await userEvent.click(screen.getByText('找人陪着去'))
    const { useBooking } = await import('../src/store/booking')
    expect(useBooking.getState().draft.need).toBe('膝盖疼')
    expect(went).toEqual(['/packages/booking/who/index'])
  })
  it('switches elder mode on the first page and remembers it', async () => {
    await open()
    await userEvent.click(screen.getByLabelText('长辈模式，大字'))
    expect(useElder.getState()).toMatchObject({ choice: true, isOn: true })
  })
  it('says calmly that there is no network', async () => {
    useOnline.setState({ isOnline: false, waiting: 2 })
    await open()
    expect(screen.getByText('现在没有网络，2 条记录已存在手机里，有网后自动发出')).toBeTruthy()
  })
})
