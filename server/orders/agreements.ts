/** The contract of an order: agreed to by booking and by accepting, revised when what was agreed changes. */
import { agreeByCompanion, agreeByFamily, currentTemplateVersion, reviseContract } from '../contracts/index.ts'
import type { Tx } from '../core/database.ts'
import { AppError } from '../core/errors.ts'
import { maskName, maskPhone } from '../core/words.ts'
import type { AccountContact } from '../identity/index.ts'
import type { AccountContext } from '../system.ts'
import type { Me } from './companion/me.ts'
import type { OrderRow } from './order-queries.ts'
import { packages } from './order-words.ts'

/** what the family agreed to is what the companion agrees to, also when a newer text is in force since */
export const contractVersionOf = (order: OrderRow): number => order.quote.contractVersion ?? currentTemplateVersion()

/** Whoever agrees read the text that counts. Throws CONFLICT with the version to read. */
export function checkContractVersion(seen: number, wanted: number): void {
  if (seen !== wanted)
    throw new AppError('CONFLICT', '服务合同已更新，请看过新的合同再继续', {
      fields: { contractVersion: '合同已更新' },
      facts: { contractVersion: wanted },
    })
}

export async function signByBooking(
  c: AccountContext,
  tx: Tx,
  order: OrderRow,
  names: { patient: string; family: AccountContact; department: string | null },
): Promise<void> {
  const { quote } = order
  await agreeByFamily(tx, {
    ...signer(c),
    orderId: order.id,
    templateVersion: quote.contractVersion,
    terms: {
      orderNumber: order.number,
      serviceName: packages[order.package_kind].name,
      hospitalName: order.hospital_name,
      departmentName: names.department ?? '',
      startsAt: order.starts_at.toISOString(),
      endsAt: order.ends_at.toISOString(),
      patientNameMasked: maskName(names.patient),
      familyName: [names.family.nickname, names.family.phone && maskPhone(names.family.phone)]
        .filter(Boolean)
        .join(' '),
      companionName: '',
      lines: quote.lines,
      couponName: quote.coupon?.name ?? '',
      couponFen: quote.couponFen,
      insuranceName: quote.insurance?.planName ?? '',
      premiumFen: quote.premiumFen,
      totalFen: quote.totalFen,
      refundRules: quote.refundRules.map((rule) => rule.text),
    },
  })
}

/**
 * By accepting. Also with every step that she records: after another time was agreed with the family, or when she took
 * over in the middle, going there is her word. What is complete stays as it is.
 */
export const signByCompanion = async (c: AccountContext, tx: Tx, order: OrderRow, me: Me): Promise<void> => {
  await agreeByCompanion(tx, {
    ...signer(c),
    orderId: order.id,
    templateVersion: contractVersionOf(order),
    companionId: me.id,
    companionName: me.name,
  })
}
const signer = (c: AccountContext) => ({
  accountId: c.viewer.accountId,
  device: c.userAgent,
  ip: c.ip,
  now: c.clock.now(),
})

export const reviseForCompanion = async (tx: Tx, orderId: string, now: Date): Promise<void> => {
  await reviseContract(tx, { orderId, changes: {}, why: '更换陪诊员', now })
}
/** `order` as it is now; `back` is what the new time gives back */
export async function reviseForTime(
  tx: Tx,
  order: OrderRow,
  back: { name: string; fen: number },
  now: Date,
): Promise<void> {
  const price =
    back.fen > 0
      ? {
          lines: [...order.quote.lines, { name: back.name, amountFen: -back.fen }],
          totalFen: order.total_fen - back.fen,
        }
      : {}
  await reviseContract(tx, {
    orderId: order.id,
    changes: { startsAt: order.starts_at.toISOString(), endsAt: order.ends_at.toISOString(), ...price },
    why: '改期',
    now,
  })
}
