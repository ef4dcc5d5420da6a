/** Checks a body against its shape; an unknown field is an error. */
import { invalidField } from './errors.ts'

type Field =
  | { type: 'text'; max?: number; pattern?: RegExp; values?: string[]; isOptional?: true }
  | { type: 'number'; min: number; max: number; isOptional?: true }
  | { type: 'instant'; isOptional?: true }
  | { type: 'object'; shape: Shape; isOptional?: true }
export type Shape = Record<string, Field>

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/

export function readFields(shape: Shape, body: Record<string, unknown>, path = ''): void {
  for (const name of Object.keys(body)) {
    if (!Object.hasOwn(shape, name)) throw invalidField(path + name, `不认识的字段 ${path}${name}`)
  }
  for (const [name, field] of Object.entries(shape)) {
    const value = body[name]
    if (value === undefined) {
      if (!field.isOptional) throw invalidField(path + name, `缺少 ${path}${name}`)
    } else if (!isFit(field, value, `${path}${name}.`)) {
      throw invalidField(path + name, `${path}${name} 格式不正确`)
    }
  }
}

function isFit(field: Field, value: unknown, path: string): boolean {
  switch (field.type) {
    case 'text':
      return (
        typeof value === 'string' &&
        value.length > 0 &&
        [...value].length <= (field.max ?? 1000) &&
        (field.pattern?.test(value) ?? true) &&
        (field.values?.includes(value) ?? true)
      )
    case 'number':
      return Number.isSafeInteger(value) && (value as number) >= field.min && (value as number) <= field.max
    case 'instant':
      return typeof value === 'string' && INSTANT.test(value) && !Number.isNaN(Date.parse(value))
    case 'object':
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
      readFields(field.shape, value as Record<string, unknown>, path)
      return true
  }
}
