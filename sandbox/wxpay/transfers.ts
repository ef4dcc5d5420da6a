/**
 * 商家转账 in user-confirm mode: ACCEPTED or PROCESSING -> WAIT_USER_CONFIRM -> TRANSFERING -> SUCCESS, or FAIL, or
 * CANCELING -> CANCELLED. The amount leaves the merchant's account when the bill is accepted and comes back when it ends
 * without success. What time will bring next stands in the row (next_state, next_at).
 */
import { randomBytes } from 'node:crypto'
import { shanghaiIso } from '../core/clock.ts'
import type { World } from '../core/world.ts'
import { encryptField } from '../wire/wxpay-crypto.ts'
import { addFlow, BUSINESS } from './merchant-account.ts'
import { notify } from './notify.ts'

export type TransferState =
  'ACCEPTED' | 'PROCESSING' | 'WAIT_USER_CONFIRM' | 'TRANSFERING' | 'SUCCESS' | 'FAIL' | 'CANCELING' | 'CANCELLED'
export type Transfer = {
  out_bill_no: string
  transfer_bill_no: string
  package_info: string
  fingerprint: string
  openid: string
  user_name: string
  amount: number
  remark: string
  notify_url: string
  scene_id: string
  state: TransferState
  fail_reason: string
  /** What a scenario wants of it: fail, reversed, late-confirm, or nothing. */
  plan: string
  plan_reason: string
  plan_ms: number
  next_state: TransferState | null
  next_reason: string
  next_at: number | null
  expires_at: number
  created_at: number
  updated_at: number
}

export const TRANSFER_TABLES = `
create table if not exists pay_transfers (
  out_bill_no text primary key, transfer_bill_no text not null unique, package_info text not null unique,
  fingerprint text not null, openid text not null, user_name text not null, amount integer not null,
  remark text not null, notify_url text not null, scene_id text not null, state text not null, fail_reason text not null,
  plan text not null, plan_reason text not null, plan_ms integer not null, next_state text, next_reason text not null,
  next_at integer, expires_at integer not null, created_at integer not null, updated_at integer not null);
create index if not exists pay_transfers_due on pay_transfers (next_at) where next_at is not null;
create index if not exists pay_transfers_person on pay_transfers (openid);
create table if not exists pay_real_names (openid text primary key, name text not null);
`

/** Between the confirmation and the money, and before the other small steps. Scaled like the callbacks. */
const STEP_MS = 3000
export const CONFIRM_WITHIN_MS = 86_400_000
const REVERSED_AFTER_MS = 3_600_000

export const soon = (world: World) => Math.ceil(world.clock.now() + STEP_MS * world.settings.get().callbackTimeScale)

export const findTransfer = (world: World, outBillNo: string) =>
  world.state.one<Transfer>('select * from pay_transfers where out_bill_no = ?', outBillNo)
export const findTransferByBill = (world: World, transferBillNo: string) =>
  world.state.one<Transfer>('select * from pay_transfers where transfer_bill_no = ?', transferBillNo)
export const findTransferByPackage = (world: World, packageInfo: string) =>
  world.state.one<Transfer>('select * from pay_transfers where package_info = ?', packageInfo)
export const listTransfers = (world: World) =>
  world.state.all<Transfer>('select * from pay_transfers order by created_at desc, rowid desc limit 200')
export const transfersOf = (world: World, openid: string) =>
  world.state.all<Transfer>(
    'select * from pay_transfers where openid = ? order by created_at desc, rowid desc limit 50',
    openid,
  )

export const newTransferNo = () =>
  `13300099${BigInt(`0x${randomBytes(10).toString('hex')}`)
    .toString()
    .padStart(26, '7')
    .slice(-26)}`

/** The first name that a payee is paid under is taken for the real one, unless a test has set another. */
export function isRealName(world: World, openid: string, name: string): boolean {
  const known = world.state.one<{ name: string }>('select name from pay_real_names where openid = ?', openid)
  if (!known) setRealName(world, openid, name)
  return !known || known.name === name
}
export function setRealName(world: World, openid: string, name: string): void {
  world.state.run('insert or replace into pay_real_names values (?, ?)', openid, name)
}

type Next = { state: TransferState; reason?: string; at: number } | null

/** Moves a bill and does what follows: money back, callback, what time brings next. Joins the caller's transaction. */
export function moveTransfer(world: World, transfer: Transfer, state: TransferState, reason = ''): void {
  const now = world.clock.now()
  const next = nextOf(world, transfer, state)
  world.state.run(
    `update pay_transfers set state = ?, fail_reason = ?, next_state = ?, next_reason = ?, next_at = ?, updated_at = ?
     where out_bill_no = ?`,
    state,
    reason,
    next?.state ?? null,
    next?.reason ?? '',
    next?.at ?? null,
    now,
    transfer.out_bill_no,
  )
  if (state === 'FAIL' || state === 'CANCELLED') {
    const { transfer_bill_no: ref, out_bill_no: voucher, amount } = transfer
    addFlow(world, { at: now, ref, voucher, business: BUSINESS.transferBack, in_fen: amount })
  }
  if (state === 'SUCCESS' || state === 'FAIL' || state === 'CANCELLED') tell(world, transfer.out_bill_no)
}

/** One that was reversed is looked at once: its second end has no next. */
function nextOf(world: World, transfer: Transfer, state: TransferState): Next {
  const { plan, plan_reason: reason } = transfer
  const at = soon(world)
  switch (state) {
    case 'WAIT_USER_CONFIRM':
      if (plan === 'fail') return { state: 'FAIL', reason, at }
      return { state: 'FAIL', reason: 'OVERDUE_CLOSE', at: transfer.expires_at }
    case 'TRANSFERING':
      return plan === 'fail' ? { state: 'FAIL', reason, at } : { state: 'SUCCESS', at }
    case 'CANCELING':
      return plan === 'confirmed-despite-cancel'
        ? { state: 'SUCCESS', at }
        : { state: 'CANCELLED', reason: 'MCH_CANCEL', at }
    case 'SUCCESS':
      if (plan !== 'reversed') return null
      return { state: 'FAIL', reason, at: world.clock.now() + (transfer.plan_ms || REVERSED_AFTER_MS) }
    default:
      return null
  }
}

function tell(world: World, outBillNo: string): void {
  const transfer = findTransfer(world, outBillNo)
  if (!transfer?.notify_url) return
  notify(world, {
    event: 'MCHTRANSFER.BILL.FINISHED',
    summary: '商家转账单据终态通知',
    originalType: 'mch_payment',
    subject: transfer.out_bill_no,
    url: transfer.notify_url,
    resource: {
      out_bill_no: transfer.out_bill_no,
      transfer_bill_no: transfer.transfer_bill_no,
      state: transfer.state,
      mch_id: world.keys.wxpay.mchid,
      transfer_amount: transfer.amount,
      openid: transfer.openid,
      ...(transfer.fail_reason ? { fail_reason: transfer.fail_reason } : {}),
      create_time: shanghaiIso(transfer.created_at),
      update_time: shanghaiIso(transfer.updated_at),
    },
  })
}

export const nextTransferDueAt = (world: World) =>
  world.state.one<{ due: number | null }>('select min(next_at) as due from pay_transfers where next_at is not null')
    ?.due ?? undefined

/** What time has brought. Each bill in its own transaction; a long jump of the clock may move one several times. */
export function moveDueTransfers(world: World): void {
  const due = () =>
    world.state.all<Transfer>(
      'select * from pay_transfers where next_at <= ? order by next_at limit 500',
      world.clock.now(),
    )
  for (let list = due(); list.length > 0; list = due()) {
    for (const transfer of list) {
      world.state.tx(() => moveTransfer(world, transfer, transfer.next_state ?? 'FAIL', transfer.next_reason))
    }
  }
}

export function transferView(world: World, transfer: Transfer): Record<string, unknown> {
  return {
    mch_id: world.keys.wxpay.mchid,
    out_bill_no: transfer.out_bill_no,
    transfer_bill_no: transfer.transfer_bill_no,
    appid: world.keys.wechat.appid,
    state: transfer.state,
    transfer_amount: transfer.amount,
    transfer_remark: transfer.remark,
    ...(transfer.fail_reason ? { fail_reason: transfer.fail_reason } : {}),
    openid: transfer.openid,
    ...(transfer.user_name ? { user_name: encryptField(world.keys.wxpay.merchantPublicKey, transfer.user_name) } : {}),
    create_time: shanghaiIso(transfer.created_at),
    update_time: shanghaiIso(transfer.updated_at),
  }
}
