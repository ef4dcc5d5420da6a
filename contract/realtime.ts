/**
 * WebSocket at /realtime, JSON frames.
 *
 *   client -> { type: 'sign-in', token }                     first frame; session token or view token of a family link
 *   client -> { type: 'follow', topic, after }               after = last seq seen, or null to begin now
 *   client -> { type: 'unfollow', topic } | { type: 'ping' }
 *   server -> { type: 'signed-in' } | { type: 'refused', code, message, topic? } | { type: 'pong' }
 *   server -> { type: 'following', topic, seq }              seq = newest stored; what was missed follows at once, in order
 *   server -> { type: 'push', topic, seq, kind, at, body }   seq is gapless per topic; null for passing things (location, typing)
 *
 * `board` and `companion:<id>` carry passing things only (seq null): after (re)connecting, read the present state.
 * Topics: `order:<id>` (family, its companion, link holders, operators), `thread:<id>` (members),
 * `companion:<id>` (her own task offers), `board` (operators). Bodies carry ids and few words: the reader fetches
 * what she may see. Over HTTP the same catch-up is GET /realtime/pushes?topic=&after=.
 */
import { z } from 'zod'
import { Instant } from './common.ts'
import { endpoint } from './endpoint.ts'

export const Topic = z.string().regex(/^(order|thread|companion):[0-9a-f-]{36}$|^board$/)
export const Push = z.object({
  topic: z.string(),
  seq: z.int().nullable(),
  kind: z.string(),
  at: Instant,
  body: z.record(z.string(), z.unknown()),
})

export const realtime = {
  listPushes: endpoint({
    method: 'GET',
    path: '/realtime/pushes',
    summary: '断线补读',
    query: z.strictObject({
      topic: Topic,
      after: z.coerce.number().int().min(0),
      limit: z.coerce.number().int().min(1).max(200).default(100),
    }),
    reply: z.object({ items: z.array(Push), lastSeq: z.int() }),
  }),
}
export type Push = z.output<typeof Push>
export type ClientFrame =
  | { type: 'sign-in'; token: string }
  | { type: 'follow'; topic: string; after: number | null }
  | { type: 'unfollow'; topic: string }
  | { type: 'ping' }
export type ServerFrame =
  | { type: 'signed-in' }
  | { type: 'pong' }
  | { type: 'refused'; code: string; message: string; topic?: string }
  | { type: 'following'; topic: string; seq: number }
  | ({ type: 'push' } & Push)
