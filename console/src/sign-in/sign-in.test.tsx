import { fireEvent, screen, waitFor } from '@testing-library/react'
import { beforeEach, expect, it } from 'vitest'
import { sessionStore } from '../app/session.ts'
import { id, ok, open, problem } from '../testing.tsx'
import { returnPath } from './refusal.ts'
import { Component as SignInPage } from './sign-in-page.tsx'

beforeEach(() => sessionStore.end('operator'))
const fill = (label: string, value: string): void =>
  void fireEvent.change(screen.getByLabelText(label), { target: { value } })
const submit = (): void => {
  fill('账号', ' demo ')
  fill('密码', 'demo-password')
  fill('动态码', '12 34 56')
  fireEvent.click(screen.getByRole('button', { name: '登录' }))
}

it('signs in and goes back to where the person was', async () => {
  const operator = { id: id(1), username: 'demo', name: '演示', duties: ['audit'], isActive: true }
  const page = open(<SignInPage />, {
    route: '/sign-in',
    path: '/sign-in?return=%2Forders%3Fstate%3Dpaid',
    answer: () => ok({ token: 't', expiresAt: '2030-01-01T00:00:00Z', operator }),
  })
  submit()
  await waitFor(() => expect(page.address()).toBe('/orders?state=paid'))
  expect(page.sent[0]?.body).toEqual({ username: 'demo', password: 'demo-password', totp: '123456' })
  expect(sessionStore.get().session?.operator.name).toBe('演示')
})

it('a refusal is said and the used code is cleared', async () => {
  open(<SignInPage />, {
    route: '/sign-in',
    path: '/sign-in',
    answer: () => problem(401, 'UNAUTHENTICATED', '账号、密码或动态码不对，还可以试 4 次'),
  })
  submit()
  expect((await screen.findByRole('alert')).textContent).toContain('还可以试 4 次')
  expect(screen.getByLabelText<HTMLInputElement>('动态码').value).toBe('')
  expect(screen.getByLabelText<HTMLInputElement>('密码').value).toBe('demo-password')
})

it('a locked account is told how long', async () => {
  open(<SignInPage />, {
    route: '/sign-in',
    path: '/sign-in',
    answer: () => problem(429, 'LOCKED', '连续输错 5 次，账号已锁定。', { facts: { retryAfterSeconds: 890 } }),
  })
  submit()
  expect((await screen.findByRole('alert')).textContent).toContain('约 15 分钟后可以再试')
})

it('never returns to a page of somebody else', () => {
  for (const bad of [
    null,
    '',
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/sign-in?return=/x',
    'javascript:alert(1)',
  ]) {
    expect(returnPath(bad)).toBe('/orders')
  }
  expect(returnPath('/orders/1?tab=money')).toBe('/orders/1?tab=money')
})
