/** The ledger as the benches measure it: a system on a fresh database, and one posting through the only door there is. */
import { randomUUID } from 'node:crypto'
import type { System } from '../server/system.ts'
import { heldOf, inBooks, post, PROVIDER } from '../server/payments/books/books.ts'

/** what every payment posts */
export async function postOne(system: System, key: string): Promise<void> {
  const orderId = randomUUID()
  await inBooks(system, (tx) =>
    post(tx, {
      key,
      orderId,
      kind: 'captured',
      reference: key,
      sentence: '家属通过微信支付了 ¥268.00，由平台托管',
      at: system.clock.now(),
      entries: [
        { account: PROVIDER, amountFen: 26_800 },
        { account: heldOf(orderId), amountFen: -26_800 },
      ],
    }),
  )
}
