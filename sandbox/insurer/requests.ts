/** Quote, bind, cancel and asking after a policy. */
import { jsonReply, type SimReply, type SimRequest } from '../core/http.ts'
import { readObject, type Params } from '../core/routes.ts'
import type { Scenario } from '../core/scenarios.ts'
import type { World } from '../core/world.ts'
import { readFields, type Shape } from './check-body.ts'
import { changedRequest, InsurerError, invalidField, unknownNumber } from './errors.ts'
import { ageAt, fitsAge, isInsurable, PLANS, premiumOf, type PackageKind } from './plans.ts'
import {
  decideDuePolicies,
  findPolicy,
  insertPolicy,
  movePolicy,
  newPolicyNo,
  policyView,
  type InsurerPolicy,
} from './policies.ts'
import { fingerprint } from '../core/fingerprint.ts'

export type InsurerContext = { world: World; trick: Scenario | undefined; wake: () => void; origin: string }

export const INSURER_NAME = '安程财产保险（沙盒）'
const OFFER_LIFE_MS = 30 * 60_000
const LATER_MS = 3000
const LONGEST_MS = 24 * 3_600_000

export function bodyOf<Body>(request: SimRequest, shape: Shape): Body {
  const body = readObject(request.body)
  if (!body) throw new InsurerError(400, 'INVALID', '请求体不是JSON对象')
  readFields(shape, body)
  return body as Body
}

const KINDS = ['half-day', 'full-day', 'collect-report', 'fetch-medicine', 'register'] as const

export function quote({ world, origin }: InsurerContext, request: SimRequest): SimReply {
  const { packageKind, ageYears } = bodyOf<{ packageKind: PackageKind; ageYears: number }>(request, {
    packageKind: { type: 'text', values: [...KINDS] },
    ageYears: { type: 'number', min: 0, max: 130 },
    startsAt: { type: 'instant' },
  })
  const plans = isInsurable(packageKind) ? PLANS.filter((plan) => fitsAge(plan, ageYears)) : []
  return jsonReply(200, {
    insurerName: INSURER_NAME,
    expiresAt: new Date(world.clock.now() + OFFER_LIFE_MS).toISOString(),
    plans: plans.map((plan) => ({
      planCode: plan.code,
      planName: plan.name,
      premiumFen: premiumOf(plan, packageKind, ageYears),
      covers: plan.covers,
      exclusions: plan.exclusions,
      termsUrl: `${origin}/terms/${plan.code}`,
    })),
  })
}

type BindBody = {
  requestNo: string
  planCode: string
  premiumFen: number
  packageKind: PackageKind
  startsAt: string
  endsAt: string
  holder: { phone: string }
  insured: { name: string; birthDate: string; identityNumber?: string }
  notifyUrl: string
}
const BIND_SHAPE: Shape = {
  requestNo: { type: 'text', pattern: /^[0-9A-Za-z]{8,40}$/ },
  planCode: { type: 'text', max: 20 },
  premiumFen: { type: 'number', min: 1, max: 100_000 },
  packageKind: { type: 'text', values: [...KINDS] },
  startsAt: { type: 'instant' },
  endsAt: { type: 'instant' },
  holder: { type: 'object', shape: { phone: { type: 'text', pattern: /^1[3-9]\d{9}$/ } } },
  insured: {
    type: 'object',
    shape: {
      name: { type: 'text', max: 40 },
      birthDate: { type: 'text', pattern: /^\d{4}-\d\d-\d\d$/ },
      identityNumber: { type: 'text', pattern: /^\d{17}[\dX]$/, isOptional: true },
    },
  },
  notifyUrl: { type: 'text', pattern: /^https?:\/\/[^\s?#]+$/, max: 255 },
}

export function bind(context: InsurerContext, request: SimRequest): SimReply {
  const { world, trick } = context
  const body = bodyOf<BindBody>(request, BIND_SHAPE)
  const print = fingerprint(body)
  const known = findPolicy(world, body.requestNo)
  if (known) {
    if (known.fingerprint !== '' && known.fingerprint !== print) throw changedRequest()
    return answerPolicy(known)
  }
  const startsAt = Date.parse(body.startsAt)
  const endsAt = Date.parse(body.endsAt)
  checkInsurable(world, body, startsAt, endsAt)
  const now = world.clock.now()
  const isLater = trick?.do === 'bind-later' || trick?.do === 'bind-refused-later'
  const isRefused = trick?.do === 'bind-refused' || trick?.do === 'bind-refused-later'
  const words = isRefused ? (trick.message ?? '风险审核未通过') : ''
  const dueAt = trick?.ms === undefined ? now + LATER_MS * world.settings.get().callbackTimeScale : now + trick.ms
  const outcome = isRefused ? 'REFUSED' : 'BOUND'
  insertPolicy(world, {
    request_no: body.requestNo,
    fingerprint: print,
    policy_no: isLater || isRefused ? '' : newPolicyNo(world),
    plan_code: body.planCode,
    premium: body.premiumFen,
    starts_at: startsAt,
    ends_at: endsAt,
    insured_name: body.insured.name,
    holder_phone: body.holder.phone,
    notify_url: body.notifyUrl,
    state: isLater ? 'ACCEPTED' : outcome,
    words,
    next_state: isLater ? outcome : null,
    next_at: isLater ? Math.ceil(dueAt) : null,
    created_at: now,
  })
  context.wake()
  return answerPolicy(findPolicy(world, body.requestNo))
}

/** What no plan covers is a clear no: nothing is kept under that number. */
function checkInsurable(world: World, body: BindBody, startsAt: number, endsAt: number): void {
  const plan = PLANS.find(({ code }) => code === body.planCode)
  if (!plan || !isInsurable(body.packageKind)) throw new InsurerError(422, 'PLAN_UNKNOWN', '没有这个保险计划')
  if (!(endsAt > startsAt) || endsAt - startsAt > LONGEST_MS) throw invalidField('endsAt', '保险期间应在24小时以内')
  if (startsAt <= world.clock.now()) throw new InsurerError(422, 'TOO_LATE', '保险期间已经开始，不能再投保')
  const age = ageAt(body.insured.birthDate, startsAt)
  if (!fitsAge(plan, age)) throw new InsurerError(422, 'AGE_LIMIT', `这个计划承保${plan.ages[0]}至${plan.ages[1]}周岁`)
  if (body.premiumFen !== premiumOf(plan, body.packageKind, age)) {
    throw new InsurerError(422, 'PREMIUM_WRONG', '保费与费率不符')
  }
}

function answerPolicy(policy: InsurerPolicy | undefined): SimReply {
  if (!policy) throw unknownNumber()
  return jsonReply(200, policyView(policy))
}

export function queryPolicy({ world }: InsurerContext, _request: SimRequest, params: Params): SimReply {
  return answerPolicy(findPolicy(world, params.requestNo ?? ''))
}

/**
 * Before the cover begins. A number that was never seen is cancelled too: a request to bind that is still on its way will
 * find it so.
 */
export function cancelPolicy(context: InsurerContext, request: SimRequest, params: Params): SimReply {
  const { world } = context
  const requestNo = params.requestNo ?? ''
  const { reason } = bodyOf<{ reason: string }>(request, { reason: { type: 'text', max: 100 } })
  decideDuePolicies(world)
  const policy = findPolicy(world, requestNo)
  if (!policy) {
    if (!/^[0-9A-Za-z]{8,40}$/.test(requestNo)) throw unknownNumber()
    const now = world.clock.now()
    insertPolicy(world, {
      request_no: requestNo,
      fingerprint: '',
      policy_no: '',
      plan_code: '',
      premium: 0,
      starts_at: now,
      ends_at: now,
      insured_name: '',
      holder_phone: '',
      notify_url: '',
      state: 'CANCELLED',
      words: reason,
      next_state: null,
      next_at: null,
      created_at: now,
    })
    return answerPolicy(findPolicy(world, requestNo))
  }
  if (policy.state === 'BOUND' && policy.starts_at <= world.clock.now()) {
    throw new InsurerError(409, 'ALREADY_BEGUN', '保险责任已经开始，不能退保')
  }
  if (policy.state === 'BOUND' || policy.state === 'ACCEPTED') {
    world.state.tx(() => movePolicy(world, policy, 'CANCELLED', { words: reason, isTold: false }))
  }
  return answerPolicy(findPolicy(world, requestNo))
}
