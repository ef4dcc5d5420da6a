import { useEffect, useRef } from 'react'
import type { InsuranceOffer } from '@banyi/contract/insurance'
import type { Quote } from '@banyi/contract/orders'
import { api, codeOf, newId, useCommand, useRead } from '@/api'
import { ContractAgree, useAgreement } from '@/parts/contract-agree'
import { go, PAGE, restart } from '@/parts/go'
import { SignedIn } from '@/parts/signed-in'
import { missingConsent, useConsent } from '@/parts/use-consent'
import { useAccount } from '@/parts/use-account'
import { askForNotices } from '@/platform/notices'
import { pay } from '@/platform/pay'
import { saySpan } from '@/say/time'
import { isErrand } from '@/say/words'
import { useBooking } from '@/store/booking'
import { useSession } from '@/store/session'
import { toast } from '@/store/say'
import {
  ActionBar,
  Body,
  Button,
  Card,
  CheckLine,
  Empty,
  ErrorState,
  List,
  Money,
  Note,
  PriceLines,
  Progress,
  Row,
  Screen,
  Skeleton,
} from '@/ui'
import { STEPS } from '../parts/steps'
import { linesOf, usePrice } from '../parts/use-price'
import { CouponRow } from './coupon-row'
import { InsurancePart } from './insurance-part'

export default function Confirm() {
  const { draft, change, clear } = useBooking()
  const token = useSession((s) => s.token)
  useAccount()
  const price = usePrice({ withOffers: true })
  const { data: quote, error, reload } = price.quote
  // while a choice is being priced the page shows what it showed before
  const last = useRef<Quote | null>(null)
  if (quote) last.current = quote
  const shown = quote ?? last.current
  const agreement = useAgreement(shown?.contractVersion)
  const patient = useRead(token && draft.patientId ? `patient.${draft.patientId}` : null, () =>
    api.identity.getPatient({ params: { id: draft.patientId ?? '' } }),
  )
  const consent = useConsent()
  const needsAuthorisation = isErrand(draft.packageKind)

  // an old quote is asked again, not lost
  useEffect(() => {
    if (!quote) return
    const timer = setTimeout(reload, Math.max(5000, Date.parse(quote.expiresAt) - Date.now() - 30_000))
    return () => clearTimeout(timer)
  }, [quote, reload])

  const { reload: askOffers, data: offered } = price.offers
  const offersEnd = offered?.items.map(({ expiresAt }) => Date.parse(expiresAt)).sort((a, b) => a - b)[0]
  useEffect(() => {
    if (offersEnd === undefined) return
    const timer = setTimeout(askOffers, Math.max(10_000, offersEnd - Date.now() - 30_000))
    return () => clearTimeout(timer)
  }, [offersEnd, askOffers])

  const insure = async (offer: InsuranceOffer | null) => {
    if (offer && !(await consent.ensure('insurer-sharing').catch(() => false)))
      return toast('没有您的同意，保险公司不知道保的是谁，这一单按不买保险计算。')
    change({ insurancePlan: offer?.planCode ?? null })
  }

  const command = useCommand((refusal) => {
    const purpose = missingConsent(refusal)
    if (purpose) void consent.ensure(purpose).then((isGiven) => isGiven && toast('谢谢，请再点一次付款'))
    const code = codeOf(refusal)
    // a newer contract: the tick was for the old one, the page shows what changed
    if (code === 'EXPIRED' || code === 'CONFLICT') reload()
    if (code === 'EXPIRED') askOffers()
    // the answer of the first tap was lost and the quote is a new one by now
    if (code === 'COMMAND_REUSED') {
      toast('这一单已经提交过了，请在订单里看')
      restart(PAGE.orders)
      return true
    }
    if (code === 'TIME_TAKEN') {
      toast('这个时间刚被别人约走了，其他内容都还在。请换一位或换个时间。')
      change({ companion: undefined })
      go(PAGE.companion())
      return true
    }
    return purpose !== null
  })

  const book = () => {
    if (!quote || !patient.data) return
    if (needsAuthorisation && !draft.hasAuthorisation) return toast('请先确认已得到就诊人的同意')
    if (!agreement.isAgreed) return toast('请先读一读《陪诊服务合同》，再勾选同意')
    const id = patient.data.id
    // WeChat wants this straight from the tap
    const asked = askForNotices()
    void command.run(async (commandId) => {
      if (!(await consent.ensure('companion-sharing'))) {
        toast('没有您的同意，陪诊员看不到就诊人是谁，这一单还不能约。填写的内容都在。')
        return
      }
      const order = await api.orders.bookOrder({
        body: {
          commandId,
          quoteToken: quote.token,
          contractVersion: quote.contractVersion,
          patientId: id,
          departmentCode: draft.department?.code ?? null,
          meetingPoint: draft.meetingPoint.trim(),
          need: draft.need.trim(),
          hasAuthorisation: draft.hasAuthorisation,
        },
      })
      clear()
      const accepted = await asked
      if (accepted.length > 0) api.messaging.recordSubscriptions({ body: { accepted } }).catch(() => undefined)
      // from here on the order exists: whatever happens, the next page is the order's
      try {
        const params = await api.orders.payOrder({
          params: { id: order.id },
          body: { commandId: newId(), version: order.version },
        })
        if ((await pay(params, PAGE.payResult(order.id))) !== 'away') restart(PAGE.payResult(order.id))
      } catch {
        restart(PAGE.payResult(order.id))
      }
    })
  }

  if (!command.isBusy && (!draft.hospital || !draft.day || !draft.clock || !draft.patientId)) {
    return (
      <Screen title="核对并付款">
        <Empty
          title="还没有选好"
          note="谁去、去哪家医院、什么时候，先选好再来付款"
          action="去选"
          onTap={() => go(draft.patientId ? PAGE.where : PAGE.who)}
        />
      </Screen>
    )
  }
  return (
    <Screen
      title="核对并付款"
      overlay={consent.sheet}
      footer={
        shown && token ? (
          <ActionBar
            sum={<Money fen={shown.totalFen} big />}
            action={
              <Button kind="primary" loading={command.isBusy} disabled={!patient.data || !quote} onTap={book}>
                微信支付
              </Button>
            }
          />
        ) : undefined
      }
    >
      <SignedIn why="登录后才能付款，填写的内容都留着">
        <Progress steps={STEPS} at={3} />
        <List>
          <Row
            icon="user"
            title={patient.data?.name ?? '就诊人'}
            note={draft.need || '没有写要办的事'}
            value="改"
            onTap={() => go(PAGE.who)}
          />
          <Row
            icon="building-hospital"
            title={draft.hospital?.name ?? ''}
            note={[draft.department?.name ?? '科室到了再定', draft.meetingPoint].join(' · ')}
            value="改"
            onTap={() => go(PAGE.where)}
          />
          <Row
            icon="clock"
            title={shown ? saySpan(shown.startsAt, shown.endsAt) : '时间'}
            value="改"
            onTap={() => go(PAGE.where)}
          />
          <Row
            icon="heart-handshake"
            title={draft.companion?.name ?? '由平台安排一位'}
            note="陪诊员"
            value="改"
            onTap={() => go(PAGE.companion())}
          />
        </List>
        <InsurancePart offers={price.offers} plan={draft.insurancePlan} onChoose={(offer) => void insure(offer)} />
        <CouponRow value={draft.couponId} onChoose={(couponId) => change({ couponId })} />
        <Card title="全部费用">
          {!quote && error && <ErrorState message={error} kept="填写的内容都还在。" onRetry={reload} />}
          {!shown && !error && <Skeleton cards={1} />}
          {shown && !(error && !quote) && (
            <>
              <PriceLines lines={linesOf(shown.lines)} totalFen={shown.totalFen} />
              {shown.remarks.map((remark) => (
                <Note key={remark} tone="warm">
                  {remark}
                </Note>
              ))}
              <Note>钱由微信支付托管，服务完成、您确认以后才给陪诊员。医院的费用另付给医院。</Note>
            </>
          )}
        </Card>
        {shown && (
          <Card title="如果要取消">
            {shown.refundRules.map((rule) => (
              <Body key={rule.fromHours} sub>
                {rule.text}
              </Body>
            ))}
          </Card>
        )}
        {shown && <ContractAgree agreement={agreement} act="提交" />}
        {needsAuthorisation && (
          <Card>
            <CheckLine on={draft.hasAuthorisation} onChange={(hasAuthorisation) => change({ hasAuthorisation })}>
              就诊人本人同意由陪诊员代办，并会提供需要的证件
            </CheckLine>
          </Card>
        )}
        {patient.error && <Note tone="danger">{patient.error}</Note>}
        {command.error && <Note tone="danger">{command.error}</Note>}
      </SignedIn>
    </Screen>
  )
}
