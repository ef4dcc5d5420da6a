import { beforeEach, describe, expect, it, vi } from 'vitest'
import { storage } from './taro'

const RUIJIN = { id: 'sh-1', name: '瑞金医院', district: '黄浦区', address: '瑞金二路197号' }
const HUASHAN = { id: 'sh-2', name: '华山医院', district: '静安区', address: '乌鲁木齐中路12号' }
const ZHANG = { id: 'c-1', name: '张秀英', photoUrl: null }

/** the store as a phone finds it after a start */
async function opened() {
  vi.resetModules()
  return (await import('../src/store/booking')).useBooking
}

describe('a booking that is being made', () => {
  beforeEach(() => storage.clear())

  it('is there again after the mini-program was closed', async () => {
    const first = await opened()
    first.getState().change({ need: '膝盖疼', patientId: 'p-1' })
    first.getState().change({ hospital: RUIJIN, day: '2099-01-05', clock: '09:00', meetingPoint: '服务台' })
    first.getState().change({ companion: null })
    const again = (await opened()).getState().draft
    expect(again).toMatchObject({ need: '膝盖疼', patientId: 'p-1', hospital: RUIJIN, clock: '09:00', companion: null })
  })
  it('forgets a time that has passed, and nothing else', async () => {
    const first = await opened()
    first.getState().change({ need: '复查', hospital: RUIJIN, day: '2020-01-05', clock: '09:00', companion: ZHANG })
    const again = (await opened()).getState().draft
    expect(again).toMatchObject({ need: '复查', hospital: RUIJIN, day: null, clock: null })
    expect(again.companion).toBeUndefined()
  })
  it('asks for the companion again when place or time change, but keeps "arrange one for me"', async () => {
    const booking = await opened()
    booking.getState().change({ hospital: RUIJIN, meetingPoint: '服务台', companion: ZHANG })
    booking.getState().change({ hospital: HUASHAN })
    expect(booking.getState().draft.companion).toBeUndefined()
    expect(booking.getState().draft.meetingPoint).toBe('')
    booking.getState().change({ companion: null })
    booking.getState().change({ day: '2099-01-06' })
    expect(booking.getState().draft.companion).toBeNull()
  })
  it('ends when the order is booked', async () => {
    const booking = await opened()
    booking.getState().change({ need: '复查' })
    booking.getState().clear()
    expect((await opened()).getState().draft.need).toBe('')
  })
  it('goes on when the phone cannot store', async () => {
    const booking = await opened()
    const full = vi.spyOn(storage, 'set').mockImplementation(() => {
      throw new Error('storage full')
    })
    booking.getState().change({ need: '复查' })
    expect(booking.getState().draft.need).toBe('复查')
    full.mockRestore()
  })
})
