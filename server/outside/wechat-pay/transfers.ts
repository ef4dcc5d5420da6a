/** 商家转账, user-confirm mode: the calls and what they answer. Pure but for the calls. */
import { OutsideUnavailable } from '../outside-error.ts'
import { nullWhen, PARTY, type PayClient } from './client.ts'
import { transferFact } from './facts.ts'
import type { TransferFact } from './port.ts'

const BILLS = '/v3/fund-app/mch-transfer/transfer-bills'
const byOurNumber = (number: string): string => `${BILLS}/out-bill-no/${encodeURIComponent(number)}`

/** What is transferred for; number and report fields are fixed by WeChat for each scene, and a scene must be granted to the merchant first. */
export const SCENES = {
  commission: {
    id: '1005',
    infos: [
      { info_type: '岗位类型', info_content: '陪诊员' },
      { info_type: '报酬说明', info_content: '陪诊服务报酬' },
    ],
  },
  compensation: { id: '1011', infos: [{ info_type: '赔付原因', info_content: '陪诊服务先行赔付' }] },
} as const

const NO_SUCH_BILL = new Set(['NOT_FOUND', 'RESOURCE_NOT_EXISTS'])

export async function sendTransfer(
  client: PayClient,
  wish: {
    appid: string
    number: string
    amountFen: number
    openid: string
    /** sealed for WeChat Pay */
    userName: string | null
    remark: string
    scene: keyof typeof SCENES
    notifyUrl: string
  },
): Promise<TransferFact> {
  const { id, infos } = SCENES[wish.scene]
  const body = {
    appid: wish.appid,
    out_bill_no: wish.number,
    transfer_scene_id: id,
    openid: wish.openid,
    ...(wish.userName === null ? {} : { user_name: wish.userName }),
    transfer_amount: wish.amountFen,
    // she reads it in her WeChat bill; longer is refused
    transfer_remark: Array.from(wish.remark).slice(0, 32).join(''),
    notify_url: wish.notifyUrl,
    transfer_scene_report_infos: infos,
  }
  const raw = await client.call({ method: 'POST', target: BILLS, what: 'transfer', body })
  return factOf(raw, wish.number)
}

/** Null only when WeChat Pay says in so many words that it has no such bill: any other doubt must not look like "never sent". */
export async function askTransfer(client: PayClient, number: string): Promise<TransferFact | null> {
  const raw = await client
    .call({ method: 'GET', target: byOurNumber(number), what: 'query transfer' })
    .catch(nullWhen(({ httpStatus, vendorCode }) => httpStatus === 404 && NO_SUCH_BILL.has(vendorCode)))
  return raw && factOf(raw, number)
}

export async function cancelTransfer(client: PayClient, number: string): Promise<TransferFact> {
  const raw = await client.call({ method: 'POST', target: `${byOurNumber(number)}/cancel`, what: 'cancel transfer' })
  return factOf(raw, number)
}

/** A proven answer to another question is no answer to ours; what was asked may have happened. */
function factOf(raw: Record<string, unknown>, asked: string): TransferFact {
  const fact = transferFact(raw)
  if (fact.number !== asked)
    throw new OutsideUnavailable(PARTY, 'answer about another transfer', { isOutcomeUnknown: true })
  return fact
}
