/** The little of pino that the product uses. No names, phones, health data, tokens or URLs with queries go in. */
export interface Log {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} }
