/** Integer fen, everywhere. */
/** 26800 -> ¥268.00 */
export const yuan = (fen: number): string => `¥${(fen / 100).toFixed(2)}`
/** share of an amount, rounded down to whole fen: what is kept is the rest, so nothing is lost or made */
export const percentOf = (fen: number, percent: number): number => Math.floor((fen * percent) / 100)
