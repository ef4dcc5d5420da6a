/** How a stored hospital and its guide are shown. */
import type { Guide, GuideInput, HospitalCard } from '@banyi/contract/hospitals'
import type { GuideRow, HospitalRecord } from './hospital-queries.ts'

export const cardOf = (row: HospitalRecord, distanceMeters: number | null): HospitalCard => ({
  id: row.id,
  name: row.name,
  aliases: row.aliases,
  district: row.district,
  address: row.address,
  level: row.level,
  location: row.lat === null || row.lng === null ? null : { lat: row.lat, lng: row.lng },
  distanceMeters,
})

const EMPTY_GUIDE: GuideInput = {
  openingHours: '',
  registration: '',
  floors: [],
  pharmacy: '',
  payment: '',
  transport: '',
  meetingPoints: [],
  notes: '',
}
/** a hospital nobody has written about yet has version 0 */
export const guideOf = (row: GuideRow | null): Guide => ({
  ...EMPTY_GUIDE,
  ...row?.guide,
  version: row?.version ?? 0,
  updatedAt: row?.changed_at.toISOString() ?? null,
  updatedBy: row?.changed_by ?? null,
})
