/** Claims: REPORTED -> MORE_NEEDED or APPROVED or REFUSED; APPROVED -> PAID. A person of the insurer moves them on (the page). */
import { randomInt } from 'node:crypto'
import { jsonReply, type SimReply, type SimRequest } from '../core/http.ts'
import type { Params } from '../core/routes.ts'
import type { World } from '../core/world.ts'
import { fingerprint } from '../core/fingerprint.ts'
import { changedRequest, InsurerError, unknownNumber } from './errors.ts'
import { findPolicy } from './policies.ts'
import { bodyOf, type InsurerContext } from './requests.ts'
import { tellInsured } from './tell.ts'

export type ClaimState = 'REPORTED' | 'MORE_NEEDED' | 'APPROVED' | 'PAID' | 'REFUSED'
export type InsurerClaim = {
  request_no: string
  fingerprint: string
  claim_no: string
  policy_request_no: string
  day: string
  what: string
  notify_url: string
  state: ClaimState
  amount: number | null
  words: string
  created_at: number
  changed_at: number
}

export const findClaim = (world: World, requestNo: string) =>
  world.state.one<InsurerClaim>('select * from insurer_claims where request_no = ?', requestNo)
export const listClaims = (world: World) =>
  world.state.all<InsurerClaim>('select * from insurer_claims order by created_at desc, rowid desc limit 200')

export function claimView(claim: InsurerClaim): Record<string, unknown> {
  return {
    requestNo: claim.request_no,
    claimNo: claim.claim_no,
    policyRequestNo: claim.policy_request_no,
    state: claim.state,
    amountFen: claim.amount,
    words: claim.words,
    changedAt: new Date(claim.changed_at).toISOString(),
  }
}

type ClaimBody = { requestNo: string; policyRequestNo: string; day: string; what: string; notifyUrl: string }

export function reportClaim({ world }: InsurerContext, request: SimRequest): SimReply {
  const body = bodyOf<ClaimBody>(request, {
    requestNo: { type: 'text', pattern: /^[0-9A-Za-z]{8,40}$/ },
    policyRequestNo: { type: 'text', pattern: /^[0-9A-Za-z]{8,40}$/ },
    day: { type: 'text', pattern: /^\d{4}-\d\d-\d\d$/ },
    what: { type: 'text', max: 1000 },
    notifyUrl: { type: 'text', pattern: /^https?:\/\/[^\s?#]+$/, max: 255 },
  })
  const print = fingerprint(body)
  const known = findClaim(world, body.requestNo)
  if (known) {
    if (known.fingerprint !== print) throw changedRequest()
    return jsonReply(200, claimView(known))
  }
  const policy = findPolicy(world, body.policyRequestNo)
  if (!policy) throw unknownNumber()
  if (policy.state !== 'BOUND') throw new InsurerError(409, 'NOT_IN_FORCE', '保单没有生效')
  const dayOf = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10)
  if (body.day < dayOf(policy.starts_at) || body.day > dayOf(policy.ends_at) || policy.starts_at > world.clock.now()) {
    throw new InsurerError(422, 'NOT_COVERED', '出险时间不在保险期间内')
  }
  const now = world.clock.now()
  world.state.run(
    `insert into insurer_claims values (?, ?, ?, ?, ?, ?, ?, 'REPORTED', null, '已收到报案，1 个工作日内联系您', ?, ?)`,
    body.requestNo,
    print,
    `LA${now}${String(randomInt(1000)).padStart(3, '0')}`,
    body.policyRequestNo,
    body.day,
    body.what,
    body.notifyUrl,
    now,
    now,
  )
  const claim = findClaim(world, body.requestNo)
  if (!claim) throw unknownNumber()
  return jsonReply(200, claimView(claim))
}

export function queryClaim({ world }: InsurerContext, _request: SimRequest, params: Params): SimReply {
  const claim = findClaim(world, params.requestNo ?? '')
  if (!claim) throw unknownNumber()
  return jsonReply(200, claimView(claim))
}

const MAY_BECOME: Record<ClaimState, ClaimState[]> = {
  REPORTED: ['MORE_NEEDED', 'APPROVED', 'REFUSED'],
  MORE_NEEDED: ['MORE_NEEDED', 'APPROVED', 'REFUSED'],
  APPROVED: ['PAID'],
  PAID: [],
  REFUSED: [],
}

/** What the insurer's own people do; each step is told. */
export function moveClaim(
  world: World,
  requestNo: string,
  to: ClaimState,
  options: { amountFen?: number; words?: string } = {},
): InsurerClaim {
  const claim = findClaim(world, requestNo)
  if (!claim) throw new Error('requestNo: no such claim')
  if (!MAY_BECOME[claim.state].includes(to)) throw new Error(`state: ${claim.state} cannot become ${to}`)
  const { amountFen } = options
  if (to === 'APPROVED' && (!Number.isSafeInteger(amountFen) || (amountFen ?? 0) <= 0)) {
    throw new Error('amountFen: a whole number above 0')
  }
  return world.state.tx(() => {
    world.state.run(
      'update insurer_claims set state = ?, amount = ?, words = ?, changed_at = ? where request_no = ?',
      to,
      to === 'APPROVED' ? (amountFen ?? null) : claim.amount,
      options.words ?? '',
      world.clock.now(),
      requestNo,
    )
    const moved = findClaim(world, requestNo) ?? claim
    const news = { type: `CLAIM.${to}`, subject: requestNo, url: claim.notify_url, data: claimView(moved) }
    tellInsured(world, news)
    return moved
  })
}
