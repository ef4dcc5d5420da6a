/** `npm run check`: everything that reads the code without running it. */
import { runChecks } from './checks.ts'
import { killAllRunning } from './run-command.ts'
import { resultLine, seconds, showTail } from './terminal.ts'

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    killAllRunning()
    process.exit(130)
  })

const results = await runChecks(({ name, outcome }) => {
  resultLine(outcome.isOk, name, seconds(outcome.seconds))
  if (!outcome.isOk) showTail(outcome)
})
if (results.some(({ outcome }) => !outcome.isOk)) process.exitCode = 1
