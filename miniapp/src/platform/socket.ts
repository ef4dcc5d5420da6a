import Taro from '@tarojs/taro'
import { apiUrl } from './config'

export interface Socket {
  send: (frame: string) => void
  close: () => void
}
interface Handlers {
  opened: () => void
  received: (frame: string) => void
  closed: () => void
}

export function openSocket(path: string, on: Handlers): Socket {
  return process.env.TARO_ENV === 'weapp'
    ? wechatSocket(apiUrl.replace(/^http/, 'ws') + path, on)
    : browserSocket(path, on)
}

function browserSocket(path: string, on: Handlers): Socket {
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${path}`)
  socket.addEventListener('open', on.opened)
  socket.addEventListener('message', (event) => on.received(String(event.data)))
  socket.addEventListener('close', on.closed)
  return { send: (frame) => socket.readyState === WebSocket.OPEN && socket.send(frame), close: () => socket.close() }
}

function wechatSocket(url: string, on: Handlers): Socket {
  let task: Taro.SocketTask | null = null
  let isClosed = false
  const end = () => {
    if (isClosed) return
    isClosed = true
    on.closed()
  }
  Taro.connectSocket({ url })
    .then((opened) => {
      task = opened
      opened.onOpen(on.opened)
      opened.onMessage(({ data }) => on.received(String(data)))
      opened.onClose(end)
      opened.onError(end)
    })
    .catch(end)
  return {
    send: (frame) => task?.send({ data: frame }),
    close: () => task?.close({}),
  }
}
