/** Tencent Cloud API 3.0 signature, TC3-HMAC-SHA256. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

type Tc3Fields = {
  secretId: string
  date: string
  service: string
  signedHeaders: string
  signature: string
}
export type Tc3Verdict =
  | 'OK'
  | 'AuthFailure.InvalidAuthorization'
  | 'AuthFailure.SecretIdNotFound'
  | 'AuthFailure.SignatureExpire'
  | 'AuthFailure.SignatureFailure'

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

function tc3Date(timestamp: number): string {
  return new Date(timestamp * 1000).toISOString().slice(0, 10)
}

/** `headers` must hold every signed header, names in lower case. Values are lower-cased and trimmed, as the vendor does. */
export function tc3Canonical(input: {
  signedHeaders: string
  headers: Record<string, string>
  payload: string | Buffer
  path?: string
  query?: string
}): string {
  const lines = input.signedHeaders
    .split(';')
    .map((name) => `${name}:${(input.headers[name] ?? '').trim().toLowerCase()}\n`)
    .join('')
  const head = `POST\n${input.path ?? '/'}\n${input.query ?? ''}\n`
  return `${head}${lines}\n${input.signedHeaders}\n${sha256(input.payload)}`
}

export function tc3Signature(input: {
  secretKey: string
  service: string
  timestamp: number
  canonical: string
}): string {
  const date = tc3Date(input.timestamp)
  const scope = `${date}/${input.service}/tc3_request`
  const text = `TC3-HMAC-SHA256\n${input.timestamp}\n${scope}\n${sha256(input.canonical)}`
  const key = hmac(hmac(hmac(`TC3${input.secretKey}`, date), input.service), 'tc3_request')
  return hmac(key, text).toString('hex')
}

function parseTc3(header: string | undefined): Tc3Fields | undefined {
  const match =
    /^TC3-HMAC-SHA256 Credential=([^/]+)\/(\d{4}-\d\d-\d\d)\/([^/]+)\/tc3_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      header ?? '',
    )
  const [, secretId, date, service, signedHeaders, signature] = match ?? []
  if (!secretId || !date || !service || !signedHeaders || !signature) return undefined
  return { secretId, date, service, signedHeaders, signature }
}

export function tc3Verify(input: {
  headers: Record<string, string>
  payload: Buffer
  path: string
  query: string
  nowSec: number
  secretOf: (secretId: string) => string | undefined
}): Tc3Verdict {
  const fields = parseTc3(input.headers.authorization)
  if (!fields) return 'AuthFailure.InvalidAuthorization'
  const secretKey = input.secretOf(fields.secretId)
  if (!secretKey) return 'AuthFailure.SecretIdNotFound'
  const timestamp = Number(input.headers['x-tc-timestamp'])
  // Written so that NaN is refused too.
  if (!(Math.abs(input.nowSec - timestamp) <= 300)) return 'AuthFailure.SignatureExpire'
  if (tc3Date(timestamp) !== fields.date) return 'AuthFailure.SignatureFailure'
  const names = fields.signedHeaders.split(';')
  if (!names.includes('content-type') || !names.includes('host')) return 'AuthFailure.SignatureFailure'
  const host = input.headers.host ?? ''
  // The vendor's own Node client signs the host without the port although it sends it with the port.
  for (const signedHost of new Set([host, host.replace(/:\d+$/, '')])) {
    const canonical = tc3Canonical({ ...input, ...fields, headers: { ...input.headers, host: signedHost } })
    const expected = tc3Signature({ secretKey, service: fields.service, timestamp, canonical })
    if (timingSafeEqual(Buffer.from(expected), Buffer.from(fields.signature))) return 'OK'
  }
  return 'AuthFailure.SignatureFailure'
}
