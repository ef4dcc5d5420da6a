/** Asks the insurer what it offers for this visit. Nothing in the question says who it is for. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { randomUUID } from 'node:crypto'
import { addMinutes } from '../core/clock.ts'
import { invalid } from '../core/errors.ts'
import { ageOn } from '../core/words.ts'
import { requirePatient } from '../identity/index.ts'
import type { AccountContext } from '../system.ts'
import { insertOffers, type OfferRow } from './offer-queries.ts'

type Api = typeof contract.insurance

const OFFER_MINUTES = 15
/** the patient is not there: nobody to insure */
const ERRANDS = ['collect-report', 'fetch-medicine', 'register']

export async function listOffers(
  c: AccountContext,
  { body }: InputOf<Api['listOffers']>,
): Promise<ReturnOf<Api['listOffers']>> {
  const { accountId } = c.viewer
  const now = c.clock.now()
  const startsAt = new Date(body.startsAt)
  const patient = await requirePatient(c, accountId, body.patientId)
  if (startsAt <= now) throw invalid('startsAt', '开始时间已过')
  const { insurer } = c.outside
  if (!insurer || ERRANDS.includes(body.packageKind)) return { items: [] }
  const offers = await insurer.quote({
    packageKind: body.packageKind,
    ageYears: ageOn(patient.birthDate, startsAt),
    startsAt,
  })
  const rows = offers.map((offer): OfferRow => ({
    id: randomUUID(),
    account_id: accountId,
    patient_id: patient.id,
    hospital_id: body.hospitalId,
    package_kind: body.packageKind,
    starts_at: startsAt,
    plan_code: offer.planCode,
    plan_name: offer.planName,
    insurer_name: offer.insurerName,
    premium_fen: offer.premiumFen,
    covers: offer.covers,
    exclusions: offer.exclusions,
    terms_url: offer.termsUrl,
    created_at: now,
    expires_at: addMinutes(now, OFFER_MINUTES),
  }))
  await c.db.tx((tx) => insertOffers(tx, rows))
  return { items: rows.map(viewOffer) }
}

const viewOffer = (row: OfferRow): ReturnOf<Api['listOffers']>['items'][number] => ({
  id: row.id,
  planCode: row.plan_code,
  planName: row.plan_name,
  insurerName: row.insurer_name,
  premiumFen: row.premium_fen,
  covers: row.covers,
  exclusions: row.exclusions,
  termsUrl: row.terms_url,
  expiresAt: row.expires_at.toISOString(),
})
