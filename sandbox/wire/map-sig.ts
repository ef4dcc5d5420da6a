/** Tencent map service SN signature: md5 over the path, the sorted raw parameters and the secret key. */
import { createHash } from 'node:crypto'

export function mapSig(path: string, params: Record<string, string>, secretKey: string): string {
  const raw = Object.keys(params)
    .toSorted()
    .map((key) => `${key}=${params[key]}`)
    .join('&')
  return createHash('md5').update(`${path}?${raw}${secretKey}`).digest('hex')
}
