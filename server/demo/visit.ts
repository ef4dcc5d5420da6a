/** One visit as a list of moments. Each looks at the order first and does what is still to do, so that a second run goes on. */
import type { Client } from '@banyi/contract/client'
import type { FamilyOrder, PackageKind } from '@banyi/contract/orders'
import type { Segment } from '@banyi/contract/companions'
import type { DisputeCategory } from '@banyi/contract/orders/after-sales'
import { randomUUID } from 'node:crypto'
import { findCompanionId } from './find-companion-id.ts'
import type { Household } from './load-families.ts'
import { idOf, type DemoPerson, type Stage } from './stage.ts'

export interface VisitPlan {
  word: string
  family: Household
  patient: string
  companion: DemoPerson | null
  hospitalId: string
  departmentCode: string | null
  packageKind: PackageKind
  segment?: Segment
  addOns?: ('wheelchair' | 'early-morning' | 'cross-district-pickup')[]
  meetingPoint: string
  need: string
  startsAt: Date
  /** the family ticked an insurance */
  wantsInsurance?: boolean
  /** code of a coupon that the family types at booking */
  couponCode?: string
}
/** as it is sent: what is empty may be left out */
export type DemoReport = Parameters<Client['orders']['submitReport']>[0]['body']['report']

export class Visit {
  readonly #stage: Stage
  readonly #plan: VisitPlan
  #orderId = ''
  constructor(stage: Stage, plan: VisitPlan) {
    this.#stage = stage
    this.#plan = plan
  }

  #family(): Promise<Client> {
    return this.#stage.as(this.#plan.family)
  }
  async #companion(): Promise<Client> {
    if (!this.#plan.companion) throw new Error(`${this.#plan.word} has no companion`)
    return this.#stage.as(this.#plan.companion)
  }
  async order(): Promise<FamilyOrder> {
    return (await this.#family()).orders.getMyOrder({ params: { id: this.#orderId } })
  }

  async book(): Promise<void> {
    const {
      word,
      family,
      patient,
      companion,
      startsAt,
      hospitalId,
      packageKind,
      segment = 'general',
      addOns = [],
    } = this.#plan
    const api = await this.#family()
    const companionId = companion ? await findCompanionId(this.#stage, companion) : null
    const patientId = family.patients.get(patient) ?? ''
    const wish = { hospitalId, packageKind, startsAt: startsAt.toISOString() }
    const insuranceOfferId = this.#plan.wantsInsurance ? await this.#chooseInsurance(api, { ...wish, patientId }) : null
    const couponId = this.#plan.couponCode ? await this.#takeCoupon(api, this.#plan.couponCode) : null
    const quote = await api.orders.getQuote({
      body: { ...wish, segment, addOns, companionId, insuranceOfferId, couponId },
    })
    const order = await api.orders.bookOrder({
      body: {
        commandId: idOf(`book ${word}`),
        quoteToken: quote.token,
        contractVersion: quote.contractVersion,
        patientId,
        departmentCode: this.#plan.departmentCode,
        meetingPoint: this.#plan.meetingPoint,
        need: this.#plan.need,
        hasAuthorisation: true,
      },
    })
    this.#orderId = order.id
  }
  async #chooseInsurance(
    api: Client,
    wish: Parameters<Client['insurance']['listOffers']>[0]['body'],
  ): Promise<string | null> {
    const { items: policies } = await api.identity.listPolicies()
    const version = policies.find(({ purpose }) => purpose === 'insurer-sharing')?.version ?? 0
    await api.identity.setConsent({ body: { purpose: 'insurer-sharing', version, isGiven: true } })
    return (await api.insurance.listOffers({ body: wish })).items[0]?.id ?? null
  }
  async #takeCoupon(api: Client, code: string): Promise<string> {
    return (await api.coupons.takeCoupon({ body: { commandId: idOf(`coupon ${this.#plan.word}`), code } })).id
  }
  async pay(): Promise<void> {
    const api = await this.#family()
    const params = { id: this.#orderId }
    // asked first: an earlier set-up may have been ended between the wallet and our answer
    const order = await api.orders.checkPayment({ params })
    if (order.state !== 'booked') return
    await this.#stage.outside.pay(
      await api.orders.payOrder({ params, body: { commandId: randomUUID(), version: order.version } }),
    )
    await api.orders.checkPayment({ params })
  }
  async accept(): Promise<void> {
    const order = await this.order()
    if (order.state !== 'paid') return
    const api = await this.#companion()
    const params = { id: order.id }
    const { contractVersion } = await api.orders.getTask({ params })
    await api.orders.acceptTask({ params, body: { commandId: randomUUID(), version: order.version, contractVersion } })
  }
  /** the next step of the visit, whatever it is; `skip`: why it is not needed */
  async step(kind: string, words: { note?: string; skip?: string } = {}): Promise<void> {
    const api = await this.#companion()
    const params = { id: this.#orderId }
    const task = await api.orders.getTask({ params })
    if (task.nextStep !== kind || task.nextStep === null) return
    const visitCode = task.nextStep === 'met' ? (await this.order()).visitCode : null
    await api.orders.recordMilestone({
      params,
      body: {
        commandId: randomUUID(),
        version: task.version,
        kind: task.nextStep,
        visitCode,
        ...(words.note ? { note: words.note } : {}),
        ...(words.skip ? { isNotApplicable: true, reason: words.skip } : {}),
      },
    })
  }
  async report(report: DemoReport): Promise<void> {
    const order = await this.order()
    if (order.state !== 'finished') return
    await (
      await this.#companion()
    ).orders.submitReport({
      params: { id: order.id },
      body: { commandId: randomUUID(), version: order.version, report },
    })
  }
  async confirm(): Promise<void> {
    const order = await this.order()
    if (order.state !== 'reported') return
    await (
      await this.#family()
    ).orders.confirmOrder({ params: { id: order.id }, body: { commandId: randomUUID(), version: order.version } })
  }
  async dispute(category: DisputeCategory, what: string): Promise<void> {
    const { id, version, can } = await this.order()
    if (!can.dispute) return
    const api = await this.#family()
    await api.orders.openDispute({ params: { id }, body: { commandId: randomUUID(), version, category, what } })
  }
  async tip(amountFen: number): Promise<void> {
    const api = await this.#family()
    const params = { id: this.#orderId }
    if ((await api.orders.checkTip({ params })).tipFen > 0) return
    await this.#stage.outside.pay(
      await api.orders.tipOrder({ params, body: { commandId: idOf(`tip ${this.#plan.word}`), amountFen } }),
    )
    await api.orders.checkTip({ params })
  }
  async cancel(reason: string): Promise<void> {
    const order = await this.order()
    if (!order.can.cancel) return
    const api = await this.#family()
    const { refundFen, version } = await api.orders.previewCancel({ params: { id: order.id } })
    await api.orders.cancelOrder({
      params: { id: order.id },
      body: { commandId: randomUUID(), version, reason, refundFen },
    })
  }
  async sendPlace(lat: number, lng: number): Promise<void> {
    await (
      await this.#companion()
    ).orders.sendLocation({ params: { id: this.#orderId }, body: { lat, lng, accuracyMeters: 30 } })
  }
  /** In the order's chat, which has the order's id. */
  async say(by: 'family' | 'companion', text: string): Promise<void> {
    const api = await (by === 'family' ? this.#family() : this.#companion())
    const commandId = idOf(`${this.#plan.word} ${by} ${text}`)
    await api.messaging.sendMessage({ params: { id: this.#orderId }, body: { commandId, text } })
  }
}
