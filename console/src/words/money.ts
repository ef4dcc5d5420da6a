/** Money is integer fen everywhere; yuan exist only on the screen and in input boxes. */

const grouped = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** ¥268.00; a negative amount keeps its sign in front of the symbol: -¥30.00 */
export const yuan = (fen: number): string => `${fen < 0 ? '-' : ''}¥${grouped.format(Math.abs(fen) / 100)}`

/** with a plus sign where something grows: +¥20.00, for differences */
export const signedYuan = (fen: number): string => (fen > 0 ? `+${yuan(fen)}` : yuan(fen))

/** what a person typed in yuan -> fen; null when it is no amount (0.1 + 0.2 style errors are rounded away) */
export const toFen = (value: number | string | null | undefined): number | null => {
  if (value === null || value === undefined || value === '') return null
  const number = typeof value === 'number' ? value : Number(value)
  return Number.isFinite(number) && number >= 0 ? Math.round(number * 100) : null
}
