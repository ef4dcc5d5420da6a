import { create } from 'zustand'
import type { Segment } from '@banyi/contract/companions'
import type { AddOn, PackageKind } from '@banyi/contract/orders'
import { readStored, writeStored } from './stored'

/** What was chosen so far. Survives leaving, closing and a dead battery; ends when the order is booked. */
export interface Booking {
  need: string
  patientId: string | null
  segment: Segment
  hospital: { id: string; name: string; district: string; address: string } | null
  department: { code: string; name: string } | null
  packageKind: PackageKind
  addOns: AddOn[]
  day: string | null
  clock: string | null
  meetingPoint: string
  /** undefined: not chosen; null: 帮我安排一位 */
  companion: { id: string; name: string; photoUrl: string | null } | null | undefined
  hasAuthorisation: boolean
  /** plan of an insurance that the family chose itself; null: none, and that is where everybody begins */
  insurancePlan: string | null
  couponId: string | null
  savedAt: number
}

const KEY = 'banyi.booking'
/** after two weeks a draft is more puzzling than helpful */
const KEPT_FOR = 14 * 86_400_000

export const emptyBooking = (): Booking => ({
  need: '',
  patientId: null,
  segment: 'general',
  hospital: null,
  department: null,
  packageKind: 'half-day',
  addOns: [],
  day: null,
  clock: null,
  meetingPoint: '',
  companion: undefined,
  hasAuthorisation: false,
  insurancePlan: null,
  couponId: null,
  savedAt: 0,
})

function recall(): Booking {
  const kept = readStored<Booking>(KEY)
  if (!kept || Date.now() - kept.savedAt > KEPT_FOR) return emptyBooking()
  const draft = { ...emptyBooking(), ...kept }
  // a time that has passed is asked again, everything else stays
  const isPast = draft.day && draft.clock && Date.parse(`${draft.day}T${draft.clock}:00+08:00`) < Date.now()
  return isPast ? { ...draft, day: null, clock: null, companion: undefined } : draft
}

interface BookingStore {
  draft: Booking
  change: (part: Partial<Booking>) => void
  clear: () => void
}

/** what the choice of a companion depends on */
const TIED_TO_COMPANION: readonly (keyof Booking)[] = ['day', 'clock', 'hospital', 'packageKind', 'segment']

export const useBooking = create<BookingStore>((set, get) => ({
  draft: recall(),
  change: (part) => {
    const before = get().draft
    const isOther = TIED_TO_COMPANION.some(
      (field) => field in part && JSON.stringify(part[field]) !== JSON.stringify(before[field]),
    )
    const draft: Booking = {
      ...before,
      ...(isOther && before.companion ? { companion: undefined } : {}),
      ...part,
      // chosen for one person: for another it is asked anew
      ...(part.patientId !== undefined && part.patientId !== before.patientId ? { insurancePlan: null } : {}),
      savedAt: Date.now(),
    }
    if (part.hospital !== undefined && part.hospital?.id !== before.hospital?.id) {
      if (!('department' in part)) draft.department = before.department
      if (!('meetingPoint' in part)) draft.meetingPoint = ''
    }
    writeStored(KEY, draft)
    set({ draft })
  },
  clear: () => {
    writeStored(KEY, null)
    set({ draft: emptyBooking() })
  },
}))

export const hasDraft = (draft: Booking): boolean =>
  Boolean(draft.hospital || draft.patientId || draft.need || draft.day)
