/** What is frozen into a contract, and the hash that says it is still the same. Names of the parties; the patient masked; no health data. */
import { canonical, sha256, type Plain } from '../core/documents/canonical.ts'
import type { Template } from './templates.ts'

export interface ContractTerms {
  orderNumber: string
  serviceName: string
  hospitalName: string
  /** empty: not chosen */
  departmentName: string
  /** ISO instants */
  startsAt: string
  endsAt: string
  patientNameMasked: string
  familyName: string
  /** empty until a companion agreed */
  companionName: string
  /** the price, line by line; what the family paid is totalFen */
  lines: { name: string; amountFen: number }[]
  couponName: string
  couponFen: number
  insuranceName: string
  premiumFen: number
  totalFen: number
  /** sentences, as they were shown before booking */
  refundRules: string[]
}
export type TermsChange = Partial<
  Pick<ContractTerms, 'hospitalName' | 'departmentName' | 'startsAt' | 'endsAt' | 'lines' | 'totalFen' | 'serviceName'>
>

/** exactly the fields above, whatever else the caller's object carries */
export const freeze = (t: ContractTerms): ContractTerms => ({
  orderNumber: t.orderNumber,
  serviceName: t.serviceName,
  hospitalName: t.hospitalName,
  departmentName: t.departmentName,
  startsAt: t.startsAt,
  endsAt: t.endsAt,
  patientNameMasked: t.patientNameMasked,
  familyName: t.familyName,
  companionName: t.companionName,
  lines: t.lines.map(({ name, amountFen }) => ({ name, amountFen })),
  couponName: t.couponName,
  couponFen: t.couponFen,
  insuranceName: t.insuranceName,
  premiumFen: t.premiumFen,
  totalFen: t.totalFen,
  refundRules: [...t.refundRules],
})

/** Over the text of the template as well: a changed clause is another contract. */
export const hashOf = (number: string, revision: number, template: Template, terms: ContractTerms): string =>
  sha256(
    canonical({
      number,
      revision,
      template: { version: template.version, sha256: template.hash },
      terms: freeze(terms) as unknown as Plain,
    }),
  )
