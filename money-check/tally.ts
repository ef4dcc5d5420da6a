/** What became of each command. */
export interface Outcome {
  ok: number
  refused: Record<string, number>
}
export class Tally {
  readonly outcomes: Record<string, Outcome> = {}
  commands = 0
  #of(command: string): Outcome {
    return (this.outcomes[command] ??= { ok: 0, refused: {} })
  }
  ok(command: string): void {
    this.commands++
    this.#of(command).ok++
  }
  refused(command: string, code: string): void {
    this.commands++
    const { refused } = this.#of(command)
    refused[code] = (refused[code] ?? 0) + 1
  }
}
