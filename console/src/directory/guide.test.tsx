import { fireEvent, screen, waitFor } from '@testing-library/react'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Hospital } from '@banyi/contract/hospitals'
import { ok, open, problem, signedIn } from '../testing.tsx'
import { GuideEditor } from './guide-page.tsx'
import { mergeGuide } from './merge-guide.ts'
import { diffLines } from './text-diff.ts'

const empty = {
  openingHours: '',
  registration: '',
  floors: [],
  pharmacy: '',
  payment: '',
  transport: '',
  meetingPoints: [],
  notes: '',
}

it('what only one person touched is hers; what both touched is a conflict; nothing typed is lost', () => {
  const mine = { ...empty, pharmacy: '我的', registration: '我写的' }
  const theirs = { ...empty, pharmacy: '对方的', openingHours: '8:00 起' }
  const { merged, taken, conflicts } = mergeGuide(empty, mine, theirs)
  expect(merged).toEqual({ ...empty, pharmacy: '我的', registration: '我写的', openingHours: '8:00 起' })
  expect(taken).toEqual(['openingHours'])
  expect(conflicts).toEqual(['pharmacy'])
})

it('both wrote the same: no conflict', () => {
  const same = { ...empty, meetingPoints: ['急诊门口'] }
  expect(mergeGuide(empty, same, { ...same })).toEqual({ merged: same, taken: [], conflicts: [] })
})

it('a difference explains both sides whole', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 })
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const diff = diffLines(before, after)
      expect(diff.filter(({ kind }) => kind !== 'added').map(({ text }) => text)).toEqual(before)
      expect(diff.filter(({ kind }) => kind !== 'removed').map(({ text }) => text)).toEqual(after)
    }),
  )
})

it('somebody saved first: both texts are shown, a person decides, then it is saved on the new version', async () => {
  signedIn('content')
  const guide = { ...empty, pharmacy: '1 楼', version: 1, updatedAt: null, updatedBy: null }
  const hospital: Hospital = {
    id: 'H1',
    name: '瑞金医院',
    aliases: [],
    district: '黄浦区',
    address: '',
    level: '三级甲等',
    location: null,
    distanceMeters: null,
    phone: '',
    attribution: '© OpenStreetMap contributors',
    guide,
  }
  const theirs = {
    ...guide,
    pharmacy: '2 楼',
    openingHours: '8:00 起',
    version: 2,
    updatedBy: '李内容',
    updatedAt: '2026-11-25T00:00:00Z',
  }
  const page = open(<GuideEditor hospital={hospital} />, {
    answer: (wire) => {
      if (wire.method === 'GET') return ok({ ...hospital, guide: theirs })
      const { version } = wire.body as { version: number }
      return version === 2 ? ok({ ...theirs, version: 3 }) : problem(409, 'CONFLICT', '指南刚刚被改过')
    },
  })
  fireEvent.change(screen.getByLabelText('取药'), { target: { value: '3 楼' } })
  fireEvent.click(screen.getByRole('button', { name: /保存$/ }))
  expect(await screen.findByText(/李内容/)).toBeTruthy()
  expect(screen.getByLabelText<HTMLInputElement>('开放时间').value).toBe('8:00 起')
  expect(screen.getByLabelText<HTMLInputElement>('取药').value).toBe('3 楼')
  expect(screen.getByRole<HTMLButtonElement>('button', { name: /保存$/ }).disabled).toBe(true)

  fireEvent.click(screen.getByRole('button', { name: '保留我的取药' }))
  fireEvent.click(screen.getByRole('button', { name: /保存$/ }))
  await waitFor(() => expect(page.sent.filter((wire) => wire.method === 'PUT')).toHaveLength(2))
  expect(page.sent.at(-1)?.body).toMatchObject({ version: 2, guide: { pharmacy: '3 楼', openingHours: '8:00 起' } })
})
