/** Integer fen, everywhere. */
/** 2680000 -> ¥26,800.00; a minus stands before the sign, as on the screens */
export const yuan = (fen: number): string =>
  `${fen < 0 ? '-' : ''}¥${(Math.abs(fen) / 100).toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ',')}`
/** share of an amount, rounded down to whole fen: what is kept is the rest, so nothing is lost or made */
export const percentOf = (fen: number, percent: number): number => Math.floor((fen * percent) / 100)
