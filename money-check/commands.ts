/** Everything that the walk may do, and how often. */
import * as desk from './commands-of-desk.ts'
import * as people from './commands-of-people.ts'
import * as time from './commands-of-time.ts'
import type { Walk } from './walker.ts'

export const COMMANDS: readonly (readonly [
  weight: number,
  it: readonly [name: string, run: (it: Walk) => Promise<void>],
])[] = [
  [16, ['book', people.book]],
  [18, ['pay', people.pay]],
  [2, ['double-pay', people.doublePay]],
  [2, ['pay-late', people.payLate]],
  [3, ['cancel', people.cancel]],
  [4, ['reschedule', people.reschedule]],
  [10, ['accept', people.accept]],
  [2, ['hand-over', people.handOver]],
  [14, ['visit', people.visit]],
  [5, ['next-visit', people.nextVisit]],
  [6, ['confirm', people.confirm]],
  [3, ['dispute', people.openDispute]],
  [1, ['withdraw-dispute', people.withdrawDispute]],
  [3, ['tip', people.tip]],
  [1, ['companion-no-show', people.companionNoShow]],
  [5, ['withdraw', people.withdraw]],
  [1, ['cancel-withdrawal', people.cancelWithdrawal]],
  [6, ['receive', people.receive]],
  [3, ['decide-withdrawal', desk.decideWithdrawal]],
  [4, ['decide-dispute', desk.decideDispute]],
  [2, ['refund', desk.refund]],
  [1, ['cancel-by-operator', desk.cancelByOperator]],
  [1, ['confirm-by-operator', desk.confirmByOperator]],
  [2, ['claim', desk.openClaim]],
  [3, ['decide-claim', desk.decideClaim]],
  [1, ['recover', desk.recover]],
  [1, ['propose', desk.propose]],
  [2, ['decide-proposal', desk.decideProposal]],
  [1, ['bank-withdrawal', desk.bankWithdrawal]],
  [2, ['handle-abnormal', desk.handleAbnormal]],
  [1, ['reconcile', desk.reconcile]],
  [3, ['misbehave', time.misbehave]],
  [1, ['replay', time.replay]],
  [8, ['work', time.work]],
  [4, ['minutes-pass', time.minutesPass]],
  [2, ['hours-pass', time.hoursPass]],
  [1, ['days-pass', time.daysPass]],
]
