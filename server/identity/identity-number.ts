/** The 18-digit identity number of GB 11643-1999. */
import type { Sex } from '@banyi/contract/common'

const FORM = /^[1-9]\d{5}(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]$/
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECKS = '10X98765432'

/** Returns what is wrong, as people say it, or null. `number` in upper case. */
export function faultOfIdentityNumber(number: string, person: { birthDate: string; sex: Sex }): string | null {
  if (!FORM.test(number)) return '身份证号应为 18 位，最后一位可以是 X'
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(number[i]), 0)
  if (CHECKS[sum % 11] !== number[17]) return '身份证号不对，请核对每一位'
  const birthDate = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  if (birthDate !== person.birthDate) return '身份证号与出生日期不一致'
  const sex: Sex = Number(number[16]) % 2 === 1 ? 'male' : 'female'
  return sex === person.sex ? null : '身份证号与性别不一致'
}

export const maskIdentityNumber = (number: string): string => `${number.slice(0, 3)}***********${number.slice(-4)}`
