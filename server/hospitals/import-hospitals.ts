import type { hospitals } from '@banyi/contract/hospitals'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { writeAudit } from '../core/audit.ts'
import { actorOf } from '../core/viewer.ts'
import type { OperatorContext } from '../system.ts'
import { importDirectory } from './import-directory.ts'

type Operation = typeof hospitals.importHospitals

export function importHospitals(c: OperatorContext, { body }: InputOf<Operation>): Promise<ReturnOf<Operation>> {
  return importDirectory(c, body.csv, {
    isPartialAllowed: body.isPartialAllowed,
    isDryRun: body.isDryRun,
    onWritten: (tx, { rows, imported, changed, badCount }) =>
      writeAudit(tx, {
        actor: actorOf(c.viewer),
        action: 'hospitals.import',
        subjectId: 'directory',
        detail: { rows, imported, changed, badCount },
        now: c.clock.now(),
      }),
  })
}
