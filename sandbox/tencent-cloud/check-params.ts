/** Parameters of an action: unknown, missing and mistyped ones are refused with the vendor's codes. */
import { CloudError } from './errors.ts'

export type Param = { type: 'string' | 'integer' | 'boolean' | 'string[]'; required?: true; max?: number }

function hasType(type: Param['type'], value: unknown): boolean {
  if (type === 'string[]') return Array.isArray(value) && value.every((item) => typeof item === 'string')
  return type === 'integer' ? Number.isSafeInteger(value) : typeof value === type
}

export function checkParams(params: Record<string, Param>, body: Record<string, unknown>): void {
  const stranger = Object.keys(body).find((name) => !Object.hasOwn(params, name))
  if (stranger) throw new CloudError('UnknownParameter', `The parameter \`${stranger}\` is not recognized.`)
  for (const [name, { type, required, max }] of Object.entries(params)) {
    const value = body[name]
    if (value === undefined || value === null) {
      if (required) throw new CloudError('MissingParameter', `The request is missing a required parameter \`${name}\`.`)
      continue
    }
    if (!hasType(type, value))
      throw new CloudError('InvalidParameter', `The value type of parameter \`${name}\` is not valid.`)
    if (typeof value === 'string' && value.length > (max ?? Infinity)) {
      throw new CloudError('InvalidParameterValue', `The parameter \`${name}\` is too long.`)
    }
  }
}
