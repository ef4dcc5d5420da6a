import { type PropsWithChildren } from 'react'
import { useDidShow, useLaunch } from '@tarojs/taro'
import { api } from './api'
import { renewSession } from './api/renew-session'
// what a companion recorded without a signal goes out as soon as there is one
import './api/visit-commands'
import { loadInstallation } from './platform/config'
import { watchNetwork, watchReturn } from './platform/network'
import { watchPages } from './platform/pages'
import { takeReturn } from './platform/web-return'
import { connection } from './realtime'
import { useElder } from './store/elder'
import { useOnline } from './store/online'
import { toast } from './store/say'
import { useSession } from './store/session'
import './app.scss'

takeReturn()
watchPages(() => toast('网络不通，这一页没有打开，请再点一次'))

export default function App({ children }: PropsWithChildren) {
  useLaunch(() => {
    loadInstallation().catch(() => undefined)
    watchNetwork((isOnline) => {
      useOnline.setState({ isOnline })
      if (isOnline) connection.wake()
    })
    watchReturn(() => connection.wake())
    useElder.subscribe((now, before) => {
      if (now.choice === before.choice || now.choice === null || !useSession.getState().token) return
      // kept on this phone anyway
      api.identity.updateMe({ body: { isElderMode: now.choice } }).catch(() => undefined)
    })
    useSession.subscribe((now, before) => {
      if (before.token && !now.token) connection.forget()
    })
  })
  // the type size of WeChat may have been changed while we were away
  useDidShow(() => {
    useElder.getState().refresh()
    renewSession().catch(() => undefined)
  })
  return children
}
