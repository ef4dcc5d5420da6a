/** SN signature of the map service: md5 over path, sorted raw parameters and the secret key. Pure. */
import { createHash } from 'node:crypto'

export function mapSignature(path: string, params: Record<string, string>, secretKey: string): string {
  const raw = Object.keys(params)
    .toSorted()
    .map((key) => `${key}=${params[key]}`)
  return createHash('md5')
    .update(`${path}?${raw.join('&')}${secretKey}`)
    .digest('hex')
}
