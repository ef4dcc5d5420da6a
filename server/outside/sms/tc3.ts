/** Tencent Cloud API 3.0 signature, TC3-HMAC-SHA256. Pure: the time comes in. */
import { createHash, createHmac } from 'node:crypto'

export interface Tc3Input {
  secretId: string
  secretKey: string
  service: string
  /** as it is sent, with the port: fetch sets Host itself and cannot be told another */
  host: string
  action: string
  payload: string
  timestamp: number
  contentType: string
  /** also sign X-TC-Action; the published vectors exist with and without */
  signsAction: boolean
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

export function tc3Authorization(input: Tc3Input): { authorization: string; signature: string } {
  const { secretId, secretKey, service, host, action, payload, timestamp, contentType, signsAction } = input
  const signed = signsAction ? 'content-type;host;x-tc-action' : 'content-type;host'
  const headers = [
    `content-type:${contentType}`,
    `host:${host}`,
    ...(signsAction ? [`x-tc-action:${action.toLowerCase()}`] : []),
  ]
  const canonical = ['POST', '/', '', ...headers, '', signed, sha256(payload)].join('\n')
  const date = new Date(timestamp * 1000).toISOString().slice(0, 10)
  const scope = `${date}/${service}/tc3_request`
  const text = `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical)}`
  const key = hmac(hmac(hmac(`TC3${secretKey}`, date), service), 'tc3_request')
  const signature = hmac(key, text).toString('hex')
  return {
    signature,
    authorization: `TC3-HMAC-SHA256 Credential=${secretId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`,
  }
}
