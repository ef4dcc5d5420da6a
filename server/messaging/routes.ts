/** The doors of messaging. */
import { contract } from '@banyi/contract'
import { rawRoute, route, type Route } from '../route.ts'
import { addPicture } from './add-picture.ts'
import { getPicture } from './get-picture.ts'
import { getThread } from './get-thread.ts'
import { listBoardMessages, mayLookIntoChats } from './list-board-messages.ts'
import { listMessages } from './list-messages.ts'
import { listNotices } from './list-notices.ts'
import { listThreads } from './list-threads.ts'
import { markRead } from './mark-read.ts'
import { receiveSmsStatus } from './receive-sms-status.ts'
import { recordSubscriptions } from './record-subscriptions.ts'
import { sendMessage } from './send-message.ts'
import { receiveWechatPush, verifyWechatPush } from './wechat-push.ts'

const { messaging } = contract
const writing = { max: 60, seconds: 60, by: 'viewer' } as const
/** base64 of 5 MB and the words around it */
const PICTURE_BODY = 7_100_000

export const routes: Route[] = [
  route(messaging.listThreads, { who: 'account', action: listThreads }),
  route(messaging.getThread, { who: 'account', action: getThread }),
  route(messaging.listMessages, { who: 'account', action: listMessages }),
  route(messaging.sendMessage, { who: 'account', limit: writing, action: sendMessage }),
  route(messaging.addPicture, {
    who: 'account',
    limit: { max: 30, seconds: 600, by: 'viewer' },
    bodyLimit: PICTURE_BODY,
    action: addPicture,
  }),
  // members and some operators: decided inside, per picture
  rawRoute(messaging.getPicture, { who: 'anyone', handle: getPicture }),
  route(messaging.markRead, { who: 'account', limit: { max: 240, seconds: 60, by: 'viewer' }, action: markRead }),
  route(messaging.recordSubscriptions, { who: 'account', limit: writing, action: recordSubscriptions }),
  route(messaging.listNotices, { who: 'operator', action: listNotices }),
  route(messaging.listBoardMessages, { who: mayLookIntoChats, action: listBoardMessages }),
  rawRoute(messaging.verifyWechatPush, { who: 'anyone', handle: verifyWechatPush }),
  rawRoute(messaging.receiveWechatPush, { who: 'anyone', handle: receiveWechatPush }),
  rawRoute(messaging.receiveSmsStatus, { who: 'anyone', handle: receiveSmsStatus }),
]
