/** Price lists: what families see, what operators publish. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { AddOn, PackageKind, type PriceList } from '@banyi/contract/orders'
import { Segment } from '@banyi/contract/companions'
import { randomUUID } from 'node:crypto'
import { writeAudit } from '../../core/audit.ts'
import { sqlState, UNIQUE_VIOLATION } from '../../core/database.ts'
import { conflict, invalid, notFound } from '../../core/errors.ts'
import { actorOf } from '../../core/viewer.ts'
import type { AnyoneContext, OperatorContext, System } from '../../system.ts'
import { isErrand } from '../order-states.ts'
import { addOns, packages, segments } from '../order-words.ts'
import { findPriceList, insertPriceList, listPriceLists, type PriceListRow } from './price-queries.ts'

type Api = typeof contract.orders

export async function getPriceList(
  c: AnyoneContext,
  input: InputOf<Api['getPriceList']>,
): Promise<ReturnOf<Api['getPriceList']>> {
  return toPriceList(await requirePriceList(c, input.query.city))
}

export async function requirePriceList(system: System, city: string): Promise<PriceListRow> {
  const list = await findPriceList(system.db, city, system.clock.now())
  if (!list) throw notFound(`${city}的价目表`)
  return list
}

export async function listPriceVersions(
  c: OperatorContext,
  input: InputOf<Api['listPriceVersions']>,
): Promise<ReturnOf<Api['listPriceVersions']>> {
  return { items: (await listPriceLists(c.db, input.query.city)).map(toPriceList) }
}

/** A new version; the old ones stay, and orders keep the price they were booked at. */
export async function addPriceVersion(
  c: OperatorContext,
  { body }: InputOf<Api['addPriceVersion']>,
): Promise<ReturnOf<Api['addPriceVersion']>> {
  const items = new Map<string, number>([
    ...body.packages.map((each): [string, number] => [`package:${each.kind}`, each.priceFen]),
    ...body.segments.map((each): [string, number] => [`segment:${each.segment}`, each.surchargeFen]),
    ...body.addOns.map((each): [string, number] => [`add-on:${each.addOn}`, each.priceFen]),
  ])
  const wanted = PackageKind.options.length + Segment.options.length + AddOn.options.length
  if (items.size !== wanted) throw invalid('packages', '每一项要有且只有一个价格')
  const effectiveFrom = new Date(body.effectiveFrom)
  const now = c.clock.now()
  if (effectiveFrom < now) throw invalid('effectiveFrom', '生效时间不能早于现在')
  const id = randomUUID()
  await c.db
    .tx(async (tx) => {
      await insertPriceList(tx, { id, city: body.city, effectiveFrom, items, operatorId: c.viewer.operatorId, now })
      await writeAudit(tx, {
        actor: actorOf(c.viewer),
        action: 'orders.add-price-version',
        subjectId: id,
        now,
        detail: { city: body.city },
      })
    })
    .catch((error: unknown) => {
      throw sqlState(error) === UNIQUE_VIOLATION ? conflict('另一位同事刚发布了新价目，请刷新后再试') : error
    })
  const [added] = (await listPriceLists(c.db, body.city)).filter((list) => list.id === id)
  if (!added) throw notFound('价目表')
  return toPriceList(added)
}

function toPriceList(row: PriceListRow): PriceList {
  const price = (code: string): number => row.items[code] ?? 0
  return {
    city: row.city,
    version: row.version,
    effectiveFrom: row.effective_from.toISOString(),
    packages: PackageKind.options.map((kind) => ({
      kind,
      ...packages[kind],
      priceFen: price(`package:${kind}`),
      isErrand: isErrand(kind),
    })),
    segments: Segment.options.map((segment) => ({
      segment,
      name: segments[segment],
      surchargeFen: price(`segment:${segment}`),
    })),
    addOns: AddOn.options.map((addOn) => ({ addOn, ...addOns[addOn], priceFen: price(`add-on:${addOn}`) })),
  }
}
