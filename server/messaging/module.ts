/** Order chat, and notices by subscribe message with SMS as the fallback. Of orders it knows only what they tell. */
import { fileURLToPath } from 'node:url'
import { job, reaction, type Module } from '../module.ts'
import { closeThread } from './close-thread.ts'
import { followOrder } from './follow-order.ts'
import { forgetOld } from './forget-old.ts'
import { mayFollowThread } from './may-follow-thread.ts'
import { routes } from './routes.ts'
import { sendNotice } from './send-notice.ts'
import { tellOfSettlement, tellOfTransfer } from './tell-of-money.ts'
import { tellOfMessage } from './tell-of-message.ts'

export const messaging: Module = {
  name: 'messaging',
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes,
  reactions: [
    reaction('orders.progressed', 'messaging.follow-order', followOrder),
    reaction('payments.transfer-changed', 'messaging.tell-of-transfer', tellOfTransfer),
    reaction('payments.settled', 'messaging.tell-of-settlement', tellOfSettlement),
  ],
  jobs: [
    job('messaging.send-notice', sendNotice),
    job('messaging.tell-of-message', tellOfMessage),
    job('messaging.close-thread', closeThread),
    job('messaging.forget-old', forgetOld, 3600),
  ],
  topics: { thread: mayFollowThread },
}
