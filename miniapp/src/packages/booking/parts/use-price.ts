import type { PriceList, Quote } from '@banyi/contract/orders'
import { api, useRead, type Read } from '@/api'
import { SEGMENT } from '@/say/words'
import { useBooking, type Booking } from '@/store/booking'
import type { PriceLine } from '@/ui'
import { startsAtOf } from './steps'

export interface Price {
  lines: PriceLine[]
  totalFen: number
  /** signed by the server; null while place or time are open: then the price list is added up */
  quote: Read<Quote>
  list: Read<PriceList>
}

/** The whole price from the first step on: the published list first, the server's quote once place and time are known. */
export function usePrice(): Price {
  const { draft } = useBooking()
  const list = useRead('prices', () => api.orders.getPriceList({ query: {} }))
  const startsAt = startsAtOf(draft)
  const { hospital, packageKind, segment, addOns, companion } = draft
  const body =
    hospital && startsAt
      ? {
          hospitalId: hospital.id,
          packageKind,
          segment,
          addOns: [...addOns].sort(),
          startsAt,
          companionId: companion?.id ?? null,
        }
      : null
  const quote = useRead(body ? `quote.${JSON.stringify(body)}` : null, async () => {
    if (!body) throw new Error('请先选好医院和时间')
    return api.orders.getQuote({ body })
  })
  if (quote.data) {
    return {
      lines: quote.data.lines.map((line) => ({ title: line.name, fen: line.amountFen })),
      totalFen: quote.data.totalFen,
      quote,
      list,
    }
  }
  const lines = list.data ? listed(list.data, draft) : []
  return { lines, totalFen: lines.reduce((sum, line) => sum + line.fen, 0), quote, list }
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
