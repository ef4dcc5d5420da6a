/** Shapes that every module uses. Inputs are strict (an unknown field is an error), replies are stripped to what is listed. */
import { z } from 'zod'

export const Id = z.uuid('编号格式不对')
/** money in integer fen; a client never sets a price, it only repeats one that it was shown */
export const Fen = z.int().min(0).max(100_000_000)
/** UTC instant, ISO 8601 */
export const Instant = z.iso.datetime({ offset: true, message: '时间格式不对' })
/** calendar day in Asia/Shanghai */
export const Day = z.iso.date('日期格式不对')
/** wall clock in Asia/Shanghai, HH:mm */
export const WallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间应为 HH:mm')
export const Phone = z.string().regex(/^1[3-9]\d{9}$/, '请填写 11 位手机号')
/** free text typed by a person: trimmed, no control characters but line breaks (also keeps NUL out of PostgreSQL) */
export const text = (max: number, min = 0) =>
  z
    .string()
    .trim()
    .min(min, min === 0 ? undefined : min === 1 ? '不能为空' : `至少 ${min} 个字`)
    .max(max, `不能超过 ${max} 个字`)
    .refine((s) => !/[\u0000-\u0009\u000b-\u001f\u007f]/.test(s), '含有不能使用的字符')
    // a lone half of an emoji cannot be stored as UTF-8
    .refine((s) => s.isWellFormed(), '含有不能使用的字符')
export const PersonName = text(30, 1)
export const Sex = z.enum(['female', 'male'])
/** GCJ-02, as WeChat and Tencent maps use it */
export const Point = z.object({ lat: z.number().min(-90).max(90), lng: z.number().min(-180).max(180) })
export const Done = z.object({ done: z.literal(true) })

export const IdParams = z.strictObject({ id: Id })
export const PageQuery = {
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
}
export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })

/** every command carries an id (a retry after a lost answer is harmless) and the version of the thing that the sender saw */
export const commandFields = { commandId: Id, version: z.int().min(0) }

/** RFC 9457 body of every error; `message` is for people, in Chinese */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  message: z.string(),
  requestId: z.string(),
  /** fields that were refused: path -> reason in Chinese */
  fields: z.record(z.string(), z.string()).optional(),
  /** extra facts a client can act on: purpose of a missing consent, seconds to wait, attempts left */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
})

export type Id = z.output<typeof Id>
export type Problem = z.output<typeof Problem>
export type Point = z.output<typeof Point>
export type Sex = z.output<typeof Sex>
