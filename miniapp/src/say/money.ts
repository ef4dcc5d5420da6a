/** 26800 -> ¥268.00 */
export function sayMoney(fen: number): string {
  const sign = fen < 0 ? '-' : ''
  const whole = Math.floor(Math.abs(fen) / 100)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')
  return `${sign}¥${whole}.${String(Math.abs(fen) % 100).padStart(2, '0')}`
}

/** 12.5 -> 1250; null when it is not an amount */
export function fenOf(yuan: string): number | null {
  const match = /^(\d{1,6})(?:\.(\d{1,2}))?$/.exec(yuan.trim())
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : null
}

/** 1250 -> 12.50, as a person types it */
export const yuanOf = (fen: number): string => (fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2))
