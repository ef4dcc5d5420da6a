import { expect, it } from 'vitest'
import type { Message } from '@banyi/contract/messaging'
import { lacking, emptyForm, toldByIdentityNumber } from '../src/packages/account/patient-edit/patient-form'
import { joined } from '../src/packages/visit/chat/use-chat'
import { blocksOf } from '../src/parts/paper'
import { momentsOf } from '../src/parts/live-body'
import { toGcj02 } from '../src/platform/place'

it('joins pushes, history and own answers without doubles, in order', () => {
  const message = (seq: number, text: string): Message => ({
    id: `m${seq}`,
    threadId: 't',
    seq,
    kind: 'text',
    senderId: null,
    senderName: '',
    senderRole: 'family',
    isMine: true,
    text,
    picture: null,
    at: '',
  })
  const all = joined([message(3, 'old'), message(1, 'a')], [message(2, 'b'), message(3, 'new')])
  expect(all.map((m) => [m.seq, m.text])).toEqual([
    [1, 'a'],
    [2, 'b'],
    [3, 'new'],
  ])
})

it('shows what happened and then what comes', () => {
  const items = momentsOf({
    timeline: [
      {
        kind: 'met',
        at: '2026-11-24T01:10:00Z',
        sentence: '见到了',
        isNotApplicable: false,
        note: '',
        byWhom: 'companion',
      },
      {
        kind: 'exams',
        at: '2026-11-24T02:10:00Z',
        sentence: '这次不用检查',
        isNotApplicable: true,
        note: '医生没开',
        byWhom: 'companion',
      },
    ],
    steps: [
      { kind: 'met', name: '见面', isRequired: true, state: 'done', at: '2026-11-24T01:10:00Z' },
      { kind: 'medicine', name: '缴费取药', isRequired: true, state: 'next', at: null },
      { kind: 'finished', name: '结束', isRequired: true, state: 'later', at: null },
    ],
  })
  expect(items.map((i) => i.state)).toEqual(['done', 'skipped', 'now', 'later'])
  expect(items[2]?.words).toBe('接下来：缴费取药')
})

it('reads birthday and sex from an identity number', () => {
  expect(toldByIdentityNumber('310104195103124521')).toEqual({ birthDate: '1951-03-12', sex: 'female' })
  expect(toldByIdentityNumber('3101041951')).toBeNull()
})

it('says what a patient form still lacks, contact by contact', () => {
  const form = { ...emptyForm(), name: '王桂兰', emergencyContacts: [{ name: '李静', relation: '女儿', phone: '123' }] }
  expect(Object.keys(lacking(form)).sort()).toEqual(['birthDate', 'emergencyContacts.0.phone', 'relation', 'sex'])
})

it('moves a browser fix to Chinese map coordinates', () => {
  const { lat, lng } = toGcj02(31.2304, 121.4737)
  // People's Square: published difference about -0.0020, +0.0045
  expect(lat - 31.2304).toBeCloseTo(-0.002, 3)
  expect(lng - 121.4737).toBeCloseTo(0.0045, 3)
  expect(toGcj02(48.85, 2.35)).toEqual({ lat: 48.85, lng: 2.35 })
})

it('makes plain blocks of a policy text', () => {
  expect(blocksOf('## 标题\n\n- **一** 138****8000\n段落 [看](http://x)')).toEqual([
    { kind: 'heading', text: '标题' },
    { kind: 'item', text: '一 138****8000' },
    { kind: 'paragraph', text: '段落 看' },
  ])
})
