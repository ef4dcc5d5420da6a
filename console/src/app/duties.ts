/**
 * Which duty a deed needs. The server is the judge (a 403 is explained where it happens); this table only keeps
 * buttons away from people who would be refused, and tells them whom to ask.
 */
import type { Duty, Operator } from '@banyi/contract/identity'
import { dutyNames } from '../words/labels.ts'

export const deeds = {
  seeRoster: ['reviewer', 'dispatcher'],
  seeOperators: ['security', 'audit'],
  seeNeed: ['dispatcher'],
  readChat: ['dispatcher', 'security'],
  assign: ['dispatcher'],
  cancel: ['dispatcher'],
  refund: ['finance'],
  renewCode: ['dispatcher'],
  editGuide: ['content'],
  importHospitals: ['content'],
  editCompanion: ['reviewer'],
  publishPrices: ['finance'],
  seeMoney: ['finance'],
  keepBooks: ['finance'],
  seeClaims: ['dispatcher', 'finance'],
  openClaim: ['dispatcher', 'finance'],
  seeDisputes: ['dispatcher', 'finance'],
  decideDispute: ['dispatcher'],
  confirmOrder: ['dispatcher'],
  keepCoupons: ['content', 'finance'],
  seePolicies: ['finance', 'dispatcher'],
  manageOperators: ['security'],
} as const satisfies Record<string, readonly Duty[]>

export type Deed = keyof typeof deeds

export const may = (operator: Pick<Operator, 'duties'> | null | undefined, deed: Deed): boolean =>
  deeds[deed].some((duty: Duty) => operator?.duties.includes(duty) === true)

/** 需要调度职责 */
export const whoMay = (deed: Deed): string => `需要${deeds[deed].map((duty) => dutyNames[duty]).join('或')}职责`
