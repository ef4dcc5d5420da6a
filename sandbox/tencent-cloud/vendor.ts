/** *.tencentcloudapi.com: one address for all services, told apart by X-TC-Action and X-TC-Version. */
import type { SimReply, SimRequest } from '../core/http.ts'
import { readObject, textOf } from '../core/routes.ts'
import type { Scenario } from '../core/scenarios.ts'
import type { Vendor, World } from '../core/world.ts'
import { tc3Verify } from '../wire/tc3.ts'
import { CloudError, cloudErrorReply } from './errors.ts'
import { sendSms, smsStatusStyle } from './sms.ts'

type Action = {
  version: string
  run: (world: World, body: Record<string, unknown>, trick: Scenario | undefined) => SimReply
}

/** A new action of any Tencent service is one line here. */
const ACTIONS: Record<string, Action> = {
  SendSms: { version: '2021-01-11', run: sendSms },
}

const AUTH_TEXTS: Record<string, string> = {
  'AuthFailure.InvalidAuthorization': 'Authorization in the request header does not comply with the standard.',
  'AuthFailure.SecretIdNotFound': 'The SecretId is not found, please ensure that your SecretId is correct.',
  'AuthFailure.SignatureExpire': 'Signature expired, the request timestamp is more than 5 minutes away.',
  'AuthFailure.SignatureFailure':
    'The provided credentials could not be validated. Please check your signature is correct.',
}

function checkSignature(world: World, request: SimRequest): void {
  const { secretId, secretKey } = world.keys.tencentCloud
  const verdict = tc3Verify({
    headers: request.headers,
    payload: request.body,
    path: request.path,
    query: request.rawQuery,
    nowSec: world.clock.nowSec(),
    secretOf: (id) => (id === secretId ? secretKey : undefined),
  })
  if (verdict !== 'OK') throw new CloudError(verdict, AUTH_TEXTS[verdict] ?? verdict)
}

function dispatch(world: World, request: SimRequest, trick: Scenario | undefined): SimReply {
  const name = request.headers['x-tc-action'] ?? ''
  const version = request.headers['x-tc-version'] ?? ''
  if (request.method !== 'POST') throw new CloudError('UnsupportedProtocol', 'only POST with JSON is supported here.')
  if (!name) throw new CloudError('MissingParameter', 'The request is missing a required parameter `Action`.')
  if (!version) throw new CloudError('MissingParameter', 'The request is missing a required parameter `Version`.')
  checkSignature(world, request)
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
  if (!action) throw new CloudError('InvalidAction', `The request action=\`${name}\` is invalid or not found.`)
  if (action.version !== version)
    throw new CloudError('NoSuchVersion', `The specified version ${version} does not exist.`)
  const body = readObject(request.body)
  if (!body) throw new CloudError('InvalidParameter', 'The request body is not a JSON object.')
  return action.run(world, body, trick)
}

export function openTencentCloud(world: World): Vendor {
  world.courier.register('tencent-cloud', smsStatusStyle)
  return {
    name: 'tencent-cloud',
    actionOf: (request) => request.headers['x-tc-action'] ?? request.path,
    subjectsOf: (request) => {
      const numbers = readObject(request.body)?.PhoneNumberSet
      return Array.isArray(numbers) ? numbers.map((number) => textOf(number).replace(/^\+86/, '')) : []
    },
    // Even a 429 of this vendor is a 200 with RequestLimitExceeded; a gateway's 500 is a real one.
    refuse: ({ status, code, message }) =>
      cloudErrorReply(
        String(code ?? (status === 429 ? 'RequestLimitExceeded' : 'InternalError')),
        message ?? 'An internal error has occurred. Retry your request.',
        status === undefined || status === 429 ? 200 : status,
      ),
    handle: (request, trick) => {
      try {
        return dispatch(world, request, trick)
      } catch (error) {
        if (error instanceof CloudError) return cloudErrorReply(error.code, error.message)
        throw error
      }
    },
  }
}
