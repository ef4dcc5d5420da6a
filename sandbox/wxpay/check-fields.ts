/** Checks a request body against a field table. An unknown field is an error, as with the real thing. */
import { parameterError, REQUEST_CODES } from './errors.ts'

type Field =
  | { type: 'string'; required?: true; max?: number; min?: number; pattern?: RegExp; values?: string[] }
  | { type: 'integer'; required?: true; min?: number; max?: number }
  | { type: 'boolean'; required?: true }
  | { type: 'object'; required?: true; fields: Fields }
  | { type: 'list'; required?: true; item: Field }
export type Fields = Record<string, Field>

function hasType(field: Field, value: unknown): boolean {
  switch (field.type) {
    case 'integer':
      return Number.isSafeInteger(value)
    case 'list':
      return Array.isArray(value)
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    default:
      return typeof value === field.type
  }
}

function checkValue(field: Field, value: unknown, path: string): void {
  if (!hasType(field, value)) throw parameterError(`参数${path}类型错误，应为${field.type}`, path)
  const outOfRange = () => parameterError(`参数${path}超出取值范围`, path, REQUEST_CODES.outOfRange)
  if (field.type === 'string') {
    const length = [...(value as string)].length
    if (length > (field.max ?? Infinity) || length < (field.min ?? 0)) throw outOfRange()
    if (field.pattern && !field.pattern.test(value as string)) throw parameterError(`参数${path}格式不正确`, path)
    if (field.values && !field.values.includes(value as string)) throw outOfRange()
  } else if (field.type === 'integer') {
    if ((value as number) < (field.min ?? -Infinity) || (value as number) > (field.max ?? Infinity)) throw outOfRange()
  } else if (field.type === 'object') {
    checkFields(field.fields, value as Record<string, unknown>, path)
  } else if (field.type === 'list') {
    ;(value as unknown[]).forEach((item, index) => checkValue(field.item, item, `${path}/${index}`))
  }
}

export function checkFields(fields: Fields, body: Record<string, unknown>, path = ''): void {
  for (const name of Object.keys(body)) {
    if (!Object.hasOwn(fields, name)) {
      throw parameterError(`存在多余参数${path}/${name}`, `${path}/${name}`, REQUEST_CODES.unknownField)
    }
  }
  for (const [name, field] of Object.entries(fields)) {
    const value = body[name]
    if (value !== undefined) checkValue(field, value, `${path}/${name}`)
    else if (field.required) throw parameterError(`缺少必填参数${path}/${name}`, `${path}/${name}`)
  }
}
