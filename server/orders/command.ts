/** The frame of every command on an order: claim the id, read the order, check version and state, act; a retry only reads. */
import { claimCommand } from '../core/commands.ts'
import type { Tx } from '../core/database.ts'
import { notFound } from '../core/errors.ts'
import { actorOf, type AccountViewer, type OperatorViewer } from '../core/viewer.ts'
import type { Context } from '../system.ts'
import { lockOrder, type OrderRow } from './order-queries.ts'
import type { allowedFrom } from './order-states.ts'
import { isAllowed } from './order-states.ts'
import { checkVersion, notNow } from './progress.ts'

interface Command {
  commandId: string
  version: number
  orderId: string
  name: keyof typeof allowedFrom
  /** what is said when the state does not allow it */
  refusal: string
  /** reads the order if the sender has a right to it: ownership is in this query */
  load: (tx: Tx) => Promise<OrderRow | null>
}

/** Runs `act` once per command id. Returns whether it acted (false: this was a retry). Throws NOT_FOUND, CONFLICT, NOT_ALLOWED_NOW. */
export async function carryOut(
  c: Context<AccountViewer | OperatorViewer>,
  command: Command,
  act: (tx: Tx, order: OrderRow) => Promise<void>,
): Promise<boolean> {
  return c.db.tx(async (tx) => {
    const actorId = actorOf(c.viewer).id ?? ''
    const first = await claimCommand(tx, {
      actorId,
      commandId: command.commandId,
      name: `orders.${command.name}`,
      subjectId: command.orderId,
      now: c.clock.now(),
    })
    if (first !== null) return false
    await lockOrder(tx, command.orderId)
    const order = await command.load(tx)
    if (!order) throw notFound('这个订单')
    checkVersion(order, command.version)
    if (!isAllowed(command.name, order.state)) throw notNow(order, command.refusal)
    await act(tx, order)
    return true
  })
}
