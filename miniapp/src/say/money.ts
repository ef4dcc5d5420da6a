/** 26800 -> ¥268.00 */
export function sayMoney(fen: number): string {
  const sign = fen < 0 ? '-' : ''
  const whole = Math.floor(Math.abs(fen) / 100)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')
  return `${sign}¥${whole}.${String(Math.abs(fen) % 100).padStart(2, '0')}`
}
