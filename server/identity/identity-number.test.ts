import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { faultOfIdentityNumber, maskIdentityNumber } from './identity-number.ts'

/** the published sample of the standard, and two more computed by hand from it */
const woman = { birthDate: '1949-12-31', sex: 'female' } as const

/** ISO 7064 MOD 11-2, worked the other way round than the code: the weighted sum of all 18 must be 1 modulo 11 */
function complete(first17: string): string {
  for (const check of '0123456789X') {
    const digits = `${first17}${check}`.split('').map((c) => (c === 'X' ? 10 : Number(c)))
    const sum = digits.reduce((total, digit, i) => total + digit * (2 ** (17 - i) % 11), 0)
    if (sum % 11 === 1) return first17 + check
  }
  throw new Error('no check digit')
}

describe('GB 11643', () => {
  test('the sample of the standard is right', () => {
    expect(faultOfIdentityNumber('11010519491231002X', woman)).toBeNull()
    expect(complete('11010519491231002')).toBe('11010519491231002X')
  })

  test('what does not fit is named', () => {
    expect(faultOfIdentityNumber('11010519491231002X', { ...woman, sex: 'male' })).toContain('性别')
    expect(faultOfIdentityNumber('11010519491231002X', { ...woman, birthDate: '1949-12-30' })).toContain('出生日期')
    expect(faultOfIdentityNumber('110105194912310021', woman)).toContain('核对')
    for (const bad of [
      '',
      '1',
      '110105491231002',
      '11010519491231002x',
      '１１０１０５１９４９１２３１００２X',
      '01010519491231002X',
      '11010519491331002X',
      "1' or '1'='1",
    ])
      expect(faultOfIdentityNumber(bad, woman)).toContain('18 位')
  })

  test('every right number passes; one changed digit never does', () => {
    const digits = fc.stringMatching(/^[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|1\d|2[0-8])\d{3}$/)
    fc.assert(
      fc.property(digits, fc.nat(17), fc.integer({ min: 1, max: 9 }), (first17, at, by) => {
        const number = complete(first17)
        const person = {
          birthDate: `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`,
          sex: Number(number[16]) % 2 ? ('male' as const) : ('female' as const),
        }
        expect(faultOfIdentityNumber(number, person)).toBeNull()
        const digit = number[at] ?? '0'
        if (digit === 'X') return
        const changed = number.slice(0, at) + ((Number(digit) + by) % 10) + number.slice(at + 1)
        expect(faultOfIdentityNumber(changed, person)).not.toBeNull()
      }),
    )
  })

  test('the mask hides birthday and place', () => {
    expect(maskIdentityNumber('11010519491231002X')).toBe('110***********002X')
  })
})
