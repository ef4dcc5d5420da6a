/** Small arithmetic of measuring. */
export const median = (values: number[]): number => quantile(values, 0.5)
/** nearest-rank quantile, 0..1 */
export function quantile(values: number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN
}
export const round = (value: number, digits = 1): number => Number(value.toFixed(digits))

/** Runs `work` over and over with `width` at once for `seconds`; how many ended per second. */
export async function rateOf(width: number, seconds: number, work: () => Promise<void>): Promise<number> {
  const begin = performance.now()
  const end = begin + seconds * 1000
  let done = 0
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (performance.now() < end) {
        await work()
        done++
      }
    }),
  )
  return done / ((performance.now() - begin) / 1000)
}

export interface Figure {
  what: string
  value: string
  aim: string
}
