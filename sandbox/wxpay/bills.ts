/** Bills: asked for by day, fetched from an address that lives five minutes and carries no signature. */
import { createHash, randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { jsonReply, type SimReply, type SimRequest } from '../core/http.ts'
import type { World } from '../core/world.ts'
import { DAY_MS, writeBill, type BillKind } from './bill-rows.ts'
import type { PayContext } from './context.ts'
import { parameterError, PayError } from './errors.ts'

const READY_AFTER_MS = 10 * 3_600_000
const KEPT_MS = 93 * DAY_MS
const TOKEN_LIFE_MS = 5 * 60_000

/** Midnight in Shanghai of the day asked for. */
function dayStart(world: World, text: string | null): number {
  const from = /^\d{4}-\d\d-\d\d$/.test(text ?? '') ? Date.parse(`${text}T00:00:00+08:00`) : Number.NaN
  const now = world.clock.now()
  if (Number.isNaN(from) || from < now - KEPT_MS) throw parameterError('账单日期格式不正确或超出可查范围', '/bill_date')
  const isReady = world.settings.get().billsReadyAtOnce ? from <= now : from + DAY_MS + READY_AFTER_MS <= now
  if (!isReady) throw new PayError(400, 'STATEMENT_CREATING', '账单生成中，请在次日10点以后获取')
  return from
}

function answerBill({ world }: PayContext, request: SimRequest, kind: BillKind): SimReply {
  const { query } = request
  const tarType = query.get('tar_type')
  if (tarType !== null && tarType !== 'GZIP') throw parameterError('tar_type仅支持GZIP', '/tar_type')
  const content = writeBill(world, kind, dayStart(world, query.get('bill_date')))
  if (content === undefined) throw new PayError(400, 'NO_STATEMENT_EXIST', '账单文件不存在')
  const token = randomBytes(32).toString('base64url')
  const now = world.clock.now()
  world.state.run('delete from pay_bill_files where created_at < ?', now - TOKEN_LIFE_MS)
  world.state.run('insert into pay_bill_files values (?, ?, ?, ?)', token, now, tarType === 'GZIP' ? 1 : 0, content)
  return jsonReply(200, {
    hash_type: 'SHA1',
    // Of the text, also when it is sent compressed.
    hash_value: createHash('sha1').update(content).digest('hex'),
    download_url: `http://${request.headers.host}/v3/billdownload/file?token=${token}`,
  })
}

export function tradeBill(context: PayContext, request: SimRequest): SimReply {
  const part = request.query.get('bill_type') ?? 'ALL'
  if (part !== 'ALL' && part !== 'SUCCESS' && part !== 'REFUND') throw parameterError('不支持的bill_type', '/bill_type')
  return answerBill(context, request, { type: 'trade', part })
}

export function fundFlowBill(context: PayContext, request: SimRequest): SimReply {
  const account = request.query.get('account_type') ?? 'BASIC'
  if (account !== 'BASIC') throw parameterError('仅有BASIC账户', '/account_type')
  return answerBill(context, request, { type: 'fund' })
}

export function downloadBill({ world }: PayContext, request: SimRequest): SimReply {
  const file = world.state.one<{ created_at: number; gzip: number; content: string }>(
    'select * from pay_bill_files where token = ?',
    request.query.get('token') ?? '',
  )
  if (!file || file.created_at + TOKEN_LIFE_MS < world.clock.now()) {
    throw new PayError(400, 'INVALID_REQUEST', '下载地址已失效，请重新获取')
  }
  return file.gzip
    ? { status: 200, headers: { 'Content-Type': 'application/x-gzip' }, body: gzipSync(file.content) }
    : { status: 200, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: file.content }
}
