/** Numbers that look random and are the same for the same seed (mulberry32). */
export class Chance {
  #state: number
  constructor(seed: number) {
    this.#state = seed >>> 0
  }
  /** 0 <= n < 1 */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  /** both ends included */
  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1))
  }
  is(share: number): boolean {
    return this.next() < share
  }
  /** undefined only for an empty list */
  oneOf<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.next() * list.length)]
  }
  weighted<T>(list: readonly (readonly [weight: number, it: T])[]): T {
    let at = this.next() * list.reduce((sum, [weight]) => sum + weight, 0)
    for (const [weight, it] of list) if ((at -= weight) < 0) return it
    const last = list.at(-1)
    if (!last) throw new Error('nothing to choose from')
    return last[1]
  }
}
