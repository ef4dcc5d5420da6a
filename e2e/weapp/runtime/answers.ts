/** How wx answers: by callbacks when the caller gave some, by a promise otherwise. */
export type Options = Record<string, unknown>
type Callback = (result: Record<string, unknown>) => void

const callback = (options: Options | undefined, name: string): Callback | undefined =>
  typeof options?.[name] === 'function' ? (options[name] as Callback) : undefined
const wantsCallbacks = (options: Options | undefined): boolean =>
  ['success', 'fail', 'complete'].some((name) => callback(options, name))

export function succeed(options: Options | undefined, result: object = {}): Promise<object> | undefined {
  const answer = { errMsg: 'ok', ...result }
  if (!wantsCallbacks(options)) return Promise.resolve(answer)
  queueMicrotask(() => {
    callback(options, 'success')?.(answer)
    callback(options, 'complete')?.(answer)
  })
  return undefined
}

export function fail(options: Options | undefined, errMsg: string): Promise<never> | undefined {
  const answer = { errMsg }
  if (!wantsCallbacks(options)) return Promise.reject(answer)
  queueMicrotask(() => {
    callback(options, 'fail')?.(answer)
    callback(options, 'complete')?.(answer)
  })
  return undefined
}

/** Answers with what `act` brings, or with its failure. */
export const later =
  (name: string, act: (options: Options) => Promise<object>) =>
  (options: Options = {}): Promise<unknown> | undefined => {
    const done = act(options).then(
      (result) => succeed(options, { errMsg: `${name}:ok`, ...result }),
      (error: unknown) => fail(options, `${name}:fail ${error instanceof Error ? error.message : String(error)}`),
    )
    return wantsCallbacks(options) ? undefined : done
  }
