import type { InsuranceOffer } from '@banyi/contract/insurance'
import type { PriceList, Quote } from '@banyi/contract/orders'
import { api, useRead, type Read } from '@/api'
import { SEGMENT } from '@/say/words'
import { useBooking, type Booking } from '@/store/booking'
import { useSession } from '@/store/session'
import type { PriceLine } from '@/ui'
import { startsAtOf } from './steps'

export interface Price {
  lines: PriceLine[]
  totalFen: number
  /** signed by the server; null while place or time are open: then the price list is added up */
  quote: Read<Quote>
  list: Read<PriceList>
  /** what insurers offer for this visit; asked when the page shows them or one was chosen */
  offers: Read<{ items: InsuranceOffer[] }>
  /** the chosen one, as it is offered now */
  offer: InsuranceOffer | null
}

/** The whole price from the first step on: the published list first, the server's quote once place and time are known. */
export function usePrice({ withOffers = false }: { withOffers?: boolean } = {}): Price {
  const { draft } = useBooking()
  const list = useRead('prices', () => api.orders.getPriceList({ query: {} }))
  const offers = useOffers(draft, withOffers || draft.insurancePlan !== null)
  const offer = offers.data?.items.find(({ planCode }) => planCode === draft.insurancePlan) ?? null
  const isOffered = draft.insurancePlan === null || offers.data !== null || offers.error !== null
  const startsAt = startsAtOf(draft)
  const { hospital, packageKind, segment, addOns, companion, couponId } = draft
  const body =
    hospital && startsAt && isOffered
      ? {
          hospitalId: hospital.id,
          packageKind,
          segment,
          addOns: [...addOns].sort(),
          startsAt,
          companionId: companion?.id ?? null,
          insuranceOfferId: offer?.id ?? null,
          couponId,
        }
      : null
  const quote = useRead(body ? `quote.${JSON.stringify(body)}` : null, async () => {
    if (!body) throw new Error('请先选好医院和时间')
    return api.orders.getQuote({ body })
  })
  if (quote.data) {
    return {
      lines: linesOf(quote.data.lines),
      totalFen: quote.data.totalFen,
      quote,
      list,
      offers,
      offer,
    }
  }
  const lines = list.data ? listed(list.data, draft) : []
  return { lines, totalFen: lines.reduce((sum, line) => sum + line.fen, 0), quote, list, offers, offer }
}

/** Lines of a quote or an order; a discount says who pays for it. */
export const linesOf = (lines: Quote['lines']): PriceLine[] =>
  lines.map(({ name, note, amountFen }) => ({ title: name, note, fen: amountFen }))

function useOffers(draft: Booking, isWanted: boolean): Read<{ items: InsuranceOffer[] }> {
  const token = useSession((s) => s.token)
  const startsAt = startsAtOf(draft)
  const { patientId, hospital, packageKind } = draft
  const body =
    isWanted && token && patientId && hospital && startsAt
      ? { patientId, hospitalId: hospital.id, packageKind, startsAt }
      : null
  return useRead(body ? `offers.${JSON.stringify(body)}` : null, async () =>
    body ? api.insurance.listOffers({ body }) : { items: [] },
  )
}

function listed(list: PriceList, draft: Booking): PriceLine[] {
  const offer = list.packages.find((p) => p.kind === draft.packageKind)
  const segment = list.segments.find((s) => s.segment === draft.segment)
  const isEarly = draft.clock !== null && draft.clock < '07:30'
  const addOns = list.addOns.filter((a) => draft.addOns.includes(a.addOn) || (a.addOn === 'early-morning' && isEarly))
  return [
    ...(offer ? [{ title: offer.name, fen: offer.priceFen }] : []),
    ...(segment && segment.surchargeFen > 0
      ? [{ title: segment.name || SEGMENT[segment.segment], fen: segment.surchargeFen }]
      : []),
    ...addOns.map((a) => ({ title: a.name, fen: a.priceFen })),
  ]
}
