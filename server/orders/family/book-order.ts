/** Books a visit: the order, the companion's time and the timer of the unpaid order exist together or not at all. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { randomInt, randomUUID } from 'node:crypto'
import { reserveTime } from '../../companions/index.ts'
import { currentTemplateVersion } from '../../contracts/index.ts'
import { reserveCoupon } from '../../coupons/index.ts'
import { addMinutes, shanghaiDay } from '../../core/clock.ts'
import { claimCommand } from '../../core/commands.ts'
import { AppError, invalid } from '../../core/errors.ts'
import { pushPassing } from '../../core/realtime/pushes.ts'
import { sql } from '../../core/sql.ts'
import { addTask } from '../../core/tasks.ts'
import { departmentName, requireHospital } from '../../hospitals/index.ts'
import { accountContact, requireConsent, requirePatient } from '../../identity/index.ts'
import { insure } from '../../insurance/index.ts'
import type { AccountContext } from '../../system.ts'
import { checkContractVersion, signByBooking } from '../agreements.ts'
import { insertOrder } from '../order-queries.ts'
import { isErrand } from '../order-states.ts'
import { ageBand, saysDone } from '../order-words.ts'
import { checkStart } from '../prices/get-quote.ts'
import { readQuote } from '../prices/quote-token.ts'
import { showFamilyOrder } from './family-view.ts'

type Api = typeof contract.orders
export const PAY_MINUTES = 15

export async function bookOrder(
  c: AccountContext,
  { body }: InputOf<Api['bookOrder']>,
): Promise<ReturnOf<Api['bookOrder']>> {
  const now = c.clock.now()
  const { accountId } = c.viewer
  const done = await c.db.maybe<{ subject_id: string }>(
    sql`select subject_id from core.commands where actor_id = ${accountId} and command_id = ${body.commandId} and name = 'orders.book'`,
  )
  if (done) return showFamilyOrder(c, done.subject_id)

  const quote = readQuote(c.config.QUOTE_SECRET, body.quoteToken, now)
  if (quote.accountId !== accountId) throw invalid('quoteToken', '报价无效，请重新获取')
  const startsAt = checkStart(new Date(quote.startsAt), now, isErrand(quote.packageKind))
  checkContractVersion(body.contractVersion, currentTemplateVersion())
  checkContractVersion(body.contractVersion, quote.contractVersion)
  if (isErrand(quote.packageKind) && !body.hasAuthorisation) throw invalid('hasAuthorisation', '代办需要就诊人本人授权')
  const [patient, hospital, family, department] = await Promise.all([
    requirePatient(c, accountId, body.patientId),
    requireHospital(c, quote.hospitalId),
    accountContact(c, accountId),
    body.departmentCode === null ? null : departmentName(c, body.departmentCode),
    requireConsent(c.db, accountId, 'health'),
    // the companion has to know whom she accompanies: without it nobody can be sent (policy, section 4)
    requireConsent(c.db, accountId, 'companion-sharing'),
  ])
  if (body.departmentCode !== null && department === null) throw invalid('departmentCode', '没有这个科室')

  const id = randomUUID()
  const orderId = await c.db.tx(async (tx) => {
    const first = await claimCommand(tx, {
      actorId: accountId,
      commandId: body.commandId,
      name: 'orders.book',
      subjectId: id,
      now,
      isCreation: true,
    })
    if (first !== null) return first
    const order = await insertOrder(tx, {
      id,
      day: shanghaiDay(now).replaceAll('-', '').slice(2),
      account_id: accountId,
      patient_id: patient.id,
      patient_sex: patient.sex,
      patient_age_band: ageBand(patient.ageYears),
      hospital_id: hospital.id,
      hospital_name: hospital.name,
      hospital_district: hospital.district,
      department_code: body.departmentCode,
      package_kind: quote.packageKind,
      segment: quote.segment,
      add_ons: quote.addOns,
      starts_at: startsAt,
      ends_at: new Date(quote.endsAt),
      meeting_point: body.meetingPoint,
      need_enc: body.need ? await c.cipher.seal(tx, patient.id, 'order-need', body.need) : null,
      has_authorisation: body.hasAuthorisation,
      companion_id: quote.companionId,
      is_chosen: quote.companionId !== null,
      quote,
      total_fen: quote.totalFen,
      service_fen: quote.serviceFen,
      companion_percent: quote.companionPercent,
      income_fen: quote.incomeFen,
      coupon_id: quote.coupon?.id ?? null,
      coupon_fen: quote.couponFen,
      coupon_name: quote.coupon?.name ?? null,
      funder_code: quote.coupon?.funderCode ?? null,
      premium_fen: quote.premiumFen,
      visit_code: newVisitCode(),
      pay_before: addMinutes(now, PAY_MINUTES),
      created_at: now,
      sentence: saysDone('booked', '', hospital.name),
    })
    if (!order)
      throw new AppError('CONFLICT', '这个报价已经用来预约过，请重新获取', { fields: { quoteToken: '已用过' } })
    if (quote.companionId)
      await reserveTime(tx, { companionId: quote.companionId, orderId: id, startsAt, endsAt: order.ends_at, now })
    if (quote.coupon)
      await reserveCoupon(tx, { couponId: quote.coupon.id, accountId, orderId: id, offFen: quote.couponFen, now })
    if (quote.insurance)
      await insure(tx, {
        offerId: quote.insurance.offerId,
        orderId: id,
        orderNumber: order.number,
        accountId,
        patientId: patient.id,
        startsAt,
        endsAt: order.ends_at,
      })
    await signByBooking(c, tx, order, { patient: patient.name, family, department })
    await addTask(tx, {
      kind: 'orders.expire-unpaid',
      key: `orders.expire:${id}`,
      payload: { orderId: id },
      now,
      runAt: order.pay_before,
    })
    pushPassing(tx, {
      topic: 'board',
      kind: 'order',
      body: { orderId: id, version: order.version, state: order.state, kind: 'booked' },
      now,
    })
    return id
  })
  return showFamilyOrder(c, orderId)
}

/** four digits, read out by a person of 74 over the noise of a hall; three wrong tries lock it */
export const newVisitCode = (): string => String(randomInt(10_000)).padStart(4, '0')
