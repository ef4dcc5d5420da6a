/** A small HTTP door on node:http. Signatures cover exact bytes, so the raw target and body are kept; a scenario may cut the line. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type SimRequest = {
  method: string
  /** Path and query exactly as sent. */
  target: string
  path: string
  rawQuery: string
  query: URLSearchParams
  headers: Record<string, string>
  body: Buffer
}
export type SimReply = {
  status: number
  headers?: Record<string, string>
  body?: string | Buffer
  /** Instead of an answer: `close` cuts the connection, `hang` leaves it open until the client gives up. */
  drop?: 'close' | 'hang'
}
export type Handle = (request: SimRequest) => SimReply | Promise<SimReply>
export type OpenPort = { port: number; close: () => Promise<void> }

const BODY_LIMIT = 2 * 1024 * 1024

export function jsonReply(status: number, value: unknown, headers: Record<string, string> = {}): SimReply {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  }
}

async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > BODY_LIMIT) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function toRequest(message: IncomingMessage, body: Buffer): SimRequest {
  const target = message.url ?? '/'
  const mark = target.indexOf('?')
  const rawQuery = mark < 0 ? '' : target.slice(mark + 1)
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
  return {
    method: message.method ?? 'GET',
    target,
    path: mark < 0 ? target : target.slice(0, mark),
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers,
    body,
  }
}

async function answer(message: IncomingMessage, response: ServerResponse, handle: Handle): Promise<void> {
  const body = await readBody(message)
  const reply = body ? await handle(toRequest(message, body)) : jsonReply(413, { message: 'body too large' })
  if (reply.drop === 'hang') return
  if (reply.drop === 'close') {
    message.socket.destroy()
    return
  }
  response.writeHead(reply.status, reply.headers)
  response.end(reply.body)
}

export async function openPort(host: string, port: number, handle: Handle): Promise<OpenPort> {
  let isClosed = false
  const server = createServer((message, response) => {
    answer(message, response, handle).catch((error: unknown) => {
      // The client went away while sending, or we closed while a delayed answer was waiting.
      if (isClosed || (message.destroyed && !message.complete)) return
      process.stderr.write(
        `sandbox: ${message.method} failed: ${error instanceof Error ? error.stack : String(error)}\n`,
      )
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve) => {
        isClosed = true
        server.close(() => resolve())
        server.closeAllConnections() // hanging answers would keep the port open for ever
      }),
  }
}
