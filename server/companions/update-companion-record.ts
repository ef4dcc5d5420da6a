import type { companions } from '@banyi/contract/companions'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { writeAudit } from '../core/audit.ts'
import { notFound } from '../core/errors.ts'
import { actorOf } from '../core/viewer.ts'
import { findAccountIdsByPhone, hashPhone } from '../identity/index.ts'
import type { OperatorContext } from '../system.ts'
import { checkedFields, refuseTakenPhone } from './add-companion.ts'
import { updateCompanion, updatePhone } from './companion-queries.ts'
import { showRecord } from './get-companion-record.ts'

type Operation = typeof companions.updateCompanionRecord

/** A new phone is a new owner: the record then belongs to the account that has verified that phone, or to nobody yet. */
export async function updateCompanionRecord(
  c: OperatorContext,
  { params, body }: InputOf<Operation>,
): Promise<ReturnOf<Operation>> {
  const { phone, ...said } = body
  const now = c.clock.now()
  const fields = checkedFields(said, now)
  const [accountId = null] = phone ? await findAccountIdsByPhone(c, phone) : []
  await refuseTakenPhone(() =>
    c.db.tx(async (tx) => {
      if ((await updateCompanion(tx, { id: params.id, fields, now })) === 0) throw notFound('这位陪诊员')
      if (phone)
        await updatePhone(tx, {
          id: params.id,
          accountId,
          phone: { enc: await c.cipher.seal(tx, params.id, 'phone', phone), hash: hashPhone(c, phone) },
          now,
        })
      await writeAudit(tx, {
        actor: actorOf(c.viewer),
        action: 'companions.update',
        subjectId: params.id,
        detail: { isPhoneChanged: phone !== undefined },
        now,
      })
    }),
  )
  return showRecord(c, params.id)
}
