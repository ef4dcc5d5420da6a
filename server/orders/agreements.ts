/** Which contract is agreed to by booking and by accepting. One place, so that the version is read the same way everywhere. */
import { AppError } from '../core/errors.ts'
import type { System } from '../system.ts'

export const currentContractVersion = (_system: System): Promise<number> => Promise.resolve(1)

/** Whoever agrees read the text that is in force. Throws CONFLICT with the version to read. */
export function checkContractVersion(seen: number, current: number): void {
  if (seen !== current)
    throw new AppError('CONFLICT', '服务合同已更新，请看过新的合同再继续', {
      fields: { contractVersion: '合同已更新' },
      facts: { contractVersion: current },
    })
}
