/** A failure that a person can act on: one sentence that says what happened, one that says what to do. */
export class LaunchError extends Error {
  readonly advice: string

  constructor(what: string, advice: string) {
    super(what)
    this.name = 'LaunchError'
    this.advice = advice
  }
}

export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
