/** wx.request, wx.connectSocket and the state of the network. */
import { fail, succeed, type Options } from './answers.ts'
import { note, sim } from './settings.ts'

const NO_NETWORK = 'fail net::ERR_INTERNET_DISCONNECTED'
const nothing = (): undefined => undefined
type Heard = (state: { isConnected: boolean; networkType: string }) => void
const hearers = new Set<Heard>()

sim.setOnline = (isOnline) => {
  sim.isOnline = isOnline
  hearers.forEach((hear) => hear({ isConnected: isOnline, networkType: isOnline ? 'wifi' : 'none' }))
  if (!isOnline) sockets.forEach((socket) => socket.close())
}

/** the program talks to one server, wherever it was built for */
const pathOf = (url: unknown): string => {
  const { pathname, search } = new URL(String(url))
  return pathname + search
}

function request(options: Options): object {
  const { url, method = 'GET', header, data, timeout } = options
  note('request', `${String(method)} ${pathOf(url)}`)
  const abort = new AbortController()
  const task = {
    abort: () => abort.abort(),
    onHeadersReceived: nothing,
    offHeadersReceived: nothing,
    onChunkReceived: nothing,
    offChunkReceived: nothing,
  }
  if (!sim.isOnline || !sim.settings.apiUrl) {
    void fail(options, `request:${NO_NETWORK}`)
    return task
  }
  const timer = setTimeout(() => abort.abort(), Number(timeout ?? 60_000))
  const body = data === undefined || method === 'GET' ? null : typeof data === 'string' ? data : JSON.stringify(data)
  fetch(`/api${pathOf(url)}`, {
    method: String(method),
    headers: header as Record<string, string>,
    body,
    signal: abort.signal,
  })
    .then(async (reply) => ({
      statusCode: reply.status,
      data: parsed(await reply.text()),
      header: Object.fromEntries(reply.headers),
      cookies: [],
    }))
    .then(
      (result) => void succeed(options, { ...result, errMsg: 'request:ok' }),
      (error: unknown) => void fail(options, `request:fail ${String(error)}`),
    )
    .finally(() => clearTimeout(timer))
  return task
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const sockets = new Set<WebSocket>()

function connectSocket(options: Options): object {
  note('connectSocket', pathOf(options['url']))
  const on = { Open: nothing, Message: nothing, Close: nothing, Error: nothing } as Record<
    string,
    (event: object) => void
  >
  const task: Record<string, unknown> = { readyState: 0, CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 }
  for (const name of Object.keys(on)) task[`on${name}`] = (hear: (event: object) => void) => (on[name] = hear)
  if (!sim.isOnline || !sim.settings.apiUrl) {
    setTimeout(() => on['Error']?.({ errMsg: `connectSocket:${NO_NETWORK}` }))
    void succeed(options)
    return Object.assign(task, { send: nothing, close: nothing })
  }
  const socket = new WebSocket(sim.settings.apiUrl.replace(/^http/, 'ws') + pathOf(options['url']))
  sockets.add(socket)
  socket.onopen = () => on['Open']?.({ header: {} })
  socket.onmessage = ({ data }) => on['Message']?.({ data })
  socket.onerror = () => on['Error']?.({ errMsg: 'connectSocket:fail' })
  socket.onclose = ({ code, reason }) => {
    sockets.delete(socket)
    on['Close']?.({ code, reason })
  }
  const send = ({ data }: Options) => socket.readyState === WebSocket.OPEN && socket.send(String(data))
  void succeed(options)
  return Object.assign(task, { send, close: () => socket.close() })
}

async function download({ url, header }: Options): Promise<object> {
  if (!sim.isOnline) throw new Error(NO_NETWORK)
  const reply = await fetch(`/api${pathOf(url)}`, { headers: header as Record<string, string> })
  return { statusCode: reply.status, tempFilePath: URL.createObjectURL(await reply.blob()) }
}

export const network = {
  request,
  connectSocket,
  downloadFile: (options: Options) => {
    download(options).then(
      (result) => void succeed(options, result),
      (error: unknown) => void fail(options, `downloadFile:fail ${String(error)}`),
    )
    return { abort: nothing, onProgressUpdate: nothing, offProgressUpdate: nothing }
  },
  getNetworkType: (options: Options) => succeed(options, { networkType: sim.isOnline ? 'wifi' : 'none' }),
  onNetworkStatusChange: (hear: Heard) => hearers.add(hear),
  offNetworkStatusChange: (hear: Heard) => hearers.delete(hear),
}
