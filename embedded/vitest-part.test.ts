import { expect, test } from 'vitest'
import type { Outcome } from './run-command.ts'
import { type Report, count } from './vitest-part.ts'

const well: Outcome = { isOk: true, isTimedOut: false, seconds: 1, output: '' }
const badly: Outcome = { ...well, isOk: false, output: 'something\nError: the worker died' }

function report(changes: Partial<Report>): Report {
  return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [], ...changes }
}

const file = (status: string, statuses: string[] = []) => ({
  name: '/somewhere/a.test.ts',
  status,
  message: 'why',
  assertionResults: statuses.map((each) => ({ status: each, fullName: 'a test', failureMessages: ['because'] })),
})

test('counts what passed, failed and was skipped', () => {
  const testResults = [file('failed', ['passed', 'failed', 'failed', 'pending'])]
  const { totals } = count(
    report({ numPassedTests: 7, numFailedTests: 2, numPendingTests: 3, numTodoTests: 1, testResults }),
    badly,
  )
  expect(totals).toEqual({ passed: 7, failed: 2, skipped: 4 })
})

test('a file that cannot be loaded is a failure, although no test in it failed', () => {
  const { totals, failures } = count(report({ numPassedTests: 5, testResults: [file('failed')] }), badly)
  expect(totals).toEqual({ passed: 5, failed: 1, skipped: 0 })
  expect(failures[0]?.why).toBe('why')
})

test('a run that ends badly after good tests is a failure', () => {
  const { totals, failures } = count(report({ numPassedTests: 5, testResults: [file('passed', ['passed'])] }), badly)
  expect(totals.failed).toBe(1)
  expect(failures[0]?.why).toContain('the worker died')
})

test('a run without a report, or without any test, is a failure', () => {
  expect(count(undefined, badly).totals).toEqual({ passed: 0, failed: 1, skipped: 0 })
  expect(count(report({}), well).totals).toEqual({ passed: 0, failed: 1, skipped: 0 })
  expect(count(report({ numPendingTests: 2 }), well).totals).toEqual({ passed: 0, failed: 1, skipped: 2 })
})
