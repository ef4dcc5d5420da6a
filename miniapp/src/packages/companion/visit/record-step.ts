import type { MilestoneKind, Task } from '@banyi/contract/orders'
import { newId } from '@/api'
import { locateCommand, record } from '@/api/visit-commands'
import { type Fix, whereAmI } from '@/platform/place'

/** so long a tap may be taken back before the family hears of it */
const HOLD = 6_000

/** Records a step at once, with time to take it back; the location follows while it is held. */
export function recordStep(
  task: Task,
  step: MilestoneKind,
  notNeeded: { reason: string } | null,
  mayLocate: boolean,
): void {
  const commandId = newId()
  const deed = {
    kind: 'milestone',
    step,
    isNotApplicable: notNeeded !== null,
    reason: notNeeded?.reason ?? '',
    visitCode: null,
    location: null,
  } as const
  record(
    { commandId, taskId: task.id, deed, tappedAt: new Date().toISOString(), startsAt: task.startsAt },
    task.version,
    HOLD,
  )
  if (mayLocate) void whereAmI().then((fix) => fix && locateCommand(commandId, fix))
}

/** Meeting is proven by the code and one fix; it is sent at once, because the answer says whether the code is right. */
export function recordMeeting(task: Task, visitCode: string, location: Fix | null): string {
  const commandId = newId()
  const deed = { kind: 'milestone', step: 'met', isNotApplicable: false, reason: '', visitCode, location } as const
  record(
    { commandId, taskId: task.id, deed, tappedAt: new Date().toISOString(), startsAt: task.startsAt },
    task.version,
  )
  return commandId
}
