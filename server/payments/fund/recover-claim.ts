/** Finance says how much of a claim is recovered, and from whom; what she has now is taken at once. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { requireCompanion } from '../../companions/index.ts'
import { sqlState } from '../../core/database.ts'
import { AppError, invalid } from '../../core/errors.ts'
import { yuan } from '../../core/money.ts'
import type { OperatorContext } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { findClaim, setRecovery, type ClaimRow } from './claim-queries.ts'
import { showClaim } from './claim-view.ts'
import { carryOutOnClaim } from './decide-claim.ts'
import { recoverFromEarnings } from './recover.ts'

type Operation = typeof contract.payments.recoverClaim
const BELOW_ZERO = '23514'

export async function recoverClaim(
  c: OperatorContext,
  { params, body }: InputOf<Operation>,
): Promise<ReturnOf<Operation>> {
  if (body.companionId) await requireCompanion(c, body.companionId)
  await carryOutOnClaim(c, 'recover', params.id, body, async (tx, claim) => {
    const now = c.clock.now()
    const companionId = body.companionId ?? claim.companion_id
    checkRecovery(claim, companionId, body.amountFen)
    await setRecovery(tx, claim.id, { companionId, recoverFen: body.amountFen, now })
  })
  // apart from the command: a withdrawal of hers at this moment may win, and then the next settlement pays
  await inBooks(c, async (tx) => {
    const claim = await findClaim(tx, params.id)
    if (claim?.companion_id) await recoverFromEarnings(tx, claim.companion_id, c.clock.now())
  }).catch((error: unknown) => {
    if (sqlState(error) !== BELOW_ZERO) throw error
  })
  return showClaim(c, params.id)
}

function checkRecovery(claim: ClaimRow, companionId: string | null, amountFen: number): void {
  if (!claim.approved_at) throw new AppError('NOT_ALLOWED_NOW', '赔付批准以后才能追偿')
  if (!companionId) throw invalid('companionId', '请选择责任陪诊员')
  if (amountFen > claim.amount_fen) throw invalid('amountFen', `追偿不能超过赔付的 ${yuan(claim.amount_fen)}`)
  if (amountFen < claim.recovered_fen) throw invalid('amountFen', `已经追回 ${yuan(claim.recovered_fen)}，不能更少`)
  if (companionId !== claim.companion_id && claim.recovered_fen > 0)
    throw invalid('companionId', '已经从另一位陪诊员追回过，不能换人')
}
