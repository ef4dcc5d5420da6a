/** The bill of a day: its address by a signed answer, the file by its hash. */
import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { AppError, invalid } from '../../core/errors.ts'
import { OutsideUnavailable } from '../outside-error.ts'
import { nullWhen, PARTY, type PayClient, type PayRefusal } from './client.ts'
import type { Bill } from './port.ts'

/** a busy day's bill takes its time, and a job waits for it */
const BILL_TRY_MS = 60_000
const MAX_BILL_BYTES = 256 * 1024 * 1024

export const tradeBillOf = (day: string) => `/v3/bill/tradebill?bill_date=${day}&bill_type=ALL&tar_type=GZIP`
export const fundBillOf = (day: string) => `/v3/bill/fundflowbill?bill_date=${day}&account_type=BASIC&tar_type=GZIP`

/** The whole file is proven before `read` sees it. Empty when nothing happened on that day. */
export async function downloadBill<Row>(
  client: PayClient,
  target: string,
  read: (file: Buffer) => Iterable<Row>,
): Promise<Bill<Row>> {
  const answer = await client
    .call({ method: 'GET', target, what: 'bill', tryMs: BILL_TRY_MS })
    .catch(nullWhen(isEmptyDay))
  if (!answer) return { hash: null, rows: [] }
  const { hash_type: hashType, hash_value: hash, download_url: address } = answer
  if (hashType !== 'SHA1' || typeof hash !== 'string' || typeof address !== 'string')
    throw new OutsideUnavailable(PARTY, 'bill: no address')
  // only path and query are taken: our signature goes to no other host
  const { pathname, search } = new URL(address)
  const file = gunzip(
    await client.download({
      method: 'GET',
      target: pathname + search,
      what: 'bill file',
      maxBytes: MAX_BILL_BYTES,
      tryMs: BILL_TRY_MS,
    }),
  )
  // the file carries no signature; its hash came in a signed answer
  if (createHash('sha1').update(file).digest('hex') !== hash.toLowerCase())
    throw new OutsideUnavailable(PARTY, 'bill file: hash differs')
  return { hash: hash.toLowerCase(), rows: read(file) }
}

function isEmptyDay({ vendorCode }: PayRefusal): boolean {
  if (vendorCode === 'STATEMENT_CREATING')
    throw new AppError('NOT_ALLOWED_NOW', '微信还没有生成这一天的账单，请在次日 10 点以后再对账')
  if (vendorCode === 'PARAM_ERROR') throw invalid('day', '这一天的账单不能下载：只保留三个月，当天的还没有')
  return vendorCode === 'NO_STATEMENT_EXIST'
}

function gunzip(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BILL_BYTES })
  } catch {
    throw new OutsideUnavailable(PARTY, 'bill file: not gzip')
  }
}
