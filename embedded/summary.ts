import { existsSync, readFileSync } from 'node:fs'
import { addressOf } from './child-env.ts'
import { inData } from './paths.ts'
import type { Ports } from './ports.ts'
import { bold, dim, say } from './terminal.ts'

/** What the demo loader writes to `.data/demo.json`. */
type Demo = {
  /** False while it is being loaded, and after a load that was cut short. */
  isComplete?: boolean
  families?: { name: string; phone: string; note?: string }[]
  companions?: { name: string; phone: string; note?: string }[]
  operators?: { username: string; password: string; note?: string }[]
}

export function printSummary(ports: Ports): void {
  const web = addressOf(ports.server)
  say('')
  say(bold('Banyi 伴医 is running.'))
  say(`  mini-program   ${web}/`)
  say(`  console        ${web}/console/`)
  say(
    `  sandbox        ${addressOf(ports.sandboxBase)}/   ${dim('WeChat, WeChat Pay, maps and the phones of the demo')}`,
  )
  printDemo(readDemo(), addressOf(ports.sandboxBase))
  say('')
  say(dim('Stop with Ctrl-C. Logs: .data/logs. Start over: npm run reset.'))
}

function printDemo(demo: Demo, sandbox: string): void {
  const people = (title: string, rows: { name: string; phone: string; note?: string }[] = []) => {
    if (rows.length === 0) return
    say(`\n${bold(title)}`)
    for (const { name, phone, note } of rows) say(`  ${name.padEnd(4, '　')}${phone}  ${dim(note ?? '')}`)
  }
  people('Families (mini-program)', demo.families)
  people('Companions (mini-program)', demo.companions)
  if (demo.families?.length) say(dim(`  SMS codes arrive at ${sandbox}/`))
  if (!demo.operators?.length) return
  say(`\n${bold('Operators (console)')}`)
  for (const { username, password, note } of demo.operators) say(`  ${username} / ${password}  ${dim(note ?? '')}`)
  say(dim(`  six-digit codes: ${sandbox}/authenticator`))
}

export function readDemo(): Demo {
  const file = inData('demo.json')
  try {
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Demo) : {}
  } catch {
    return {} // a demo list that cannot be read is no reason not to run
  }
}
