/** What the shapes of the contract cannot say about a patient. */
import type { PatientInput } from '@banyi/contract/identity'
import { shanghaiDay } from '../core/clock.ts'
import { invalid } from '../core/errors.ts'
import { faultOfIdentityNumber } from './identity-number.ts'
import type { ClearPatient } from './patient-fields.ts'

const EARLIEST = '1900-01-01'

/** `kept` is the identity number stored so far: an absent field keeps it, but it must fit what is written now. */
export function checkPatient(input: PatientInput, kept: string | null, now: Date): ClearPatient {
  if (input.birthDate > shanghaiDay(now)) throw invalid('birthDate', '出生日期不能晚于今天')
  if (input.birthDate < EARLIEST) throw invalid('birthDate', '请核对出生日期')
  const typed = input.identityNumber?.toUpperCase()
  const identityNumber = input.identityNumber === undefined ? kept : typed || null
  const fault = identityNumber && faultOfIdentityNumber(identityNumber, input)
  if (fault) throw invalid('identityNumber', fault)
  return { ...input, identityNumber }
}
