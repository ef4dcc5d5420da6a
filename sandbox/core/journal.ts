/** What was said, in memory: the last 2000 requests and deliveries, with secrets taken out. */
import { EventEmitter } from 'node:events'

export type Entry = {
  no: number
  at: number
  vendor: string
  direction: 'in' | 'out'
  method: string
  target: string
  status: number
  ms: number
  subjects: string[]
  scenario?: string | undefined
  note?: string | undefined
  sent?: string | undefined
  answered?: string | undefined
}

const KEEP = 2000
const EXCERPT = 2000
const SECRET_NAMES = 'access_token|secret|appsecret|session_key|js_code|token|sig|key|signature|msg_signature|paySign'

/** Secrets travel in queries (WeChat, maps), in JSON bodies, and in the address of SMS reports. */
function redact(text: string): string {
  return text
    .replace(new RegExp(`([?&](?:${SECRET_NAMES})=)[^&\\s]*`, 'g'), '$1***')
    .replace(new RegExp(`("(?:${SECRET_NAMES})"\\s*:\\s*")[^"]*`, 'g'), '$1***')
    .replace(/(\/messaging\/sms\/status\/)[^/?\s]+/g, '$1***')
    .slice(0, EXCERPT)
}

export type Journal = {
  add: (entry: Omit<Entry, 'no' | 'at'> & { at?: number }) => void
  list: (filter?: { vendor?: string | undefined; limit?: number | undefined }) => Entry[]
  clear: () => void
  /** `entry` after each line, `callback` after each delivery attempt or change of a callback. */
  events: EventEmitter<{ entry: [Entry]; callback: [string] }>
}

export function createJournal(now: () => number): Journal {
  const entries: Entry[] = []
  const events = new EventEmitter<{ entry: [Entry]; callback: [string] }>()
  events.setMaxListeners(0)
  let no = 0
  return {
    add: (entry) => {
      const line: Entry = { at: now(), ...entry, no: ++no, target: redact(entry.target) }
      if (line.sent) line.sent = redact(line.sent)
      if (line.answered) line.answered = redact(line.answered)
      entries.push(line)
      if (entries.length > KEEP) entries.shift()
      events.emit('entry', line)
    },
    list: ({ vendor, limit = KEEP } = {}) =>
      entries.filter((entry) => !vendor || entry.vendor === vendor).slice(-limit),
    clear: () => entries.splice(0),
    events,
  }
}
