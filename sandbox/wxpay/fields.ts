/** The bodies we accept, from the vendor's field tables. `min` and `max` of strings count characters. */
import type { Fields } from './check-fields.ts'

const NOTIFY_URL = { type: 'string', max: 255, pattern: /^https?:\/\/[^?#\s]+$/ } as const
const GOODS_NAME = { type: 'string', max: 256 } as const
const ID_PART = { type: 'string', max: 32 } as const

const OUT_TRADE_NO = /^[0-9A-Za-z_\-*]{6,32}$/

export const PREPAY_FIELDS: Fields = {
  appid: { type: 'string', required: true, max: 32 },
  mchid: { type: 'string', required: true, max: 32 },
  description: { type: 'string', required: true, min: 1, max: 127 },
  attach: { type: 'string', max: 128 },
  out_trade_no: { type: 'string', required: true, pattern: OUT_TRADE_NO },
  amount: {
    type: 'object',
    required: true,
    fields: {
      total: { type: 'integer', required: true, min: 1, max: 10_000_000_000 },
      currency: { type: 'string', values: ['CNY'] },
    },
  },
  time_expire: { type: 'string', pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/ },
  notify_url: { ...NOTIFY_URL, required: true },
  goods_tag: { type: 'string', max: 32 },
  limit_pay: {
    type: 'list',
    item: { type: 'string', values: ['no_balance', 'no_credit', 'no_debit', 'balance_only'] },
  },
  support_fapiao: { type: 'boolean' },
  detail: {
    type: 'object',
    fields: {
      cost_price: { type: 'integer', min: 0 },
      invoice_id: ID_PART,
      goods_detail: {
        type: 'list',
        item: {
          type: 'object',
          fields: {
            merchant_goods_id: { ...ID_PART, required: true },
            wechatpay_goods_id: ID_PART,
            goods_name: GOODS_NAME,
            quantity: { type: 'integer', required: true, min: 1 },
            unit_price: { type: 'integer', required: true, min: 0 },
          },
        },
      },
    },
  },
  scene_info: {
    type: 'object',
    fields: {
      payer_client_ip: { type: 'string', max: 45 },
      device_id: ID_PART,
      store_info: {
        type: 'object',
        fields: {
          id: ID_PART,
          name: { ...GOODS_NAME, required: true },
          area_code: { ...ID_PART, required: true },
          address: { type: 'string', required: true, max: 512 },
        },
      },
    },
  },
  payer: { type: 'object', required: true, fields: { openid: { type: 'string', required: true, min: 1, max: 128 } } },
  settle_info: { type: 'object', fields: { profit_sharing: { type: 'boolean' } } },
}

export const CLOSE_FIELDS: Fields = { mchid: { type: 'string', required: true } }

export const REFUND_FIELDS: Fields = {
  transaction_id: { type: 'string', max: 32 },
  out_trade_no: { type: 'string', pattern: OUT_TRADE_NO },
  out_refund_no: { type: 'string', required: true, pattern: /^[0-9A-Za-z_\-|*@]{1,64}$/ },
  reason: { type: 'string', min: 1, max: 80 },
  notify_url: NOTIFY_URL,
  funds_account: { type: 'string', values: ['AVAILABLE', 'UNSETTLED'] },
  amount: {
    type: 'object',
    required: true,
    fields: {
      refund: { type: 'integer', required: true, min: 1 },
      total: { type: 'integer', required: true, min: 1 },
      currency: { type: 'string', required: true, values: ['CNY'] },
      from: {
        type: 'list',
        item: {
          type: 'object',
          fields: {
            account: { type: 'string', required: true, values: ['AVAILABLE', 'UNAVAILABLE'] },
            amount: { type: 'integer', required: true, min: 1 },
          },
        },
      },
    },
  },
  goods_detail: {
    type: 'list',
    item: {
      type: 'object',
      fields: {
        merchant_goods_id: { ...ID_PART, required: true },
        wechatpay_goods_id: ID_PART,
        goods_name: GOODS_NAME,
        unit_price: { type: 'integer', required: true, min: 0 },
        refund_amount: { type: 'integer', required: true, min: 0 },
        refund_quantity: { type: 'integer', required: true, min: 1 },
      },
    },
  },
}

export const ECHO_FIELDS: Fields = {
  notify_url: NOTIFY_URL,
  echo_message: { type: 'string', required: true, min: 1, max: 256 },
  encrypted_echo_message: { type: 'string', max: 1024 },
}

const REPORT_INFO = {
  type: 'object',
  fields: {
    info_type: { type: 'string', required: true, min: 1, max: 15 },
    info_content: { type: 'string', required: true, min: 1, max: 32 },
  },
} as const

export const TRANSFER_FIELDS: Fields = {
  appid: { type: 'string', required: true, max: 32 },
  out_bill_no: { type: 'string', required: true, pattern: /^[0-9A-Za-z]{1,32}$/ },
  transfer_scene_id: { type: 'string', required: true, max: 36 },
  openid: { type: 'string', required: true, min: 1, max: 64 },
  user_name: { type: 'string', max: 2048 },
  transfer_amount: { type: 'integer', required: true, min: 1, max: 100_000_000 },
  transfer_remark: { type: 'string', required: true, min: 1, max: 32 },
  notify_url: { ...NOTIFY_URL, max: 256 },
  user_recv_perception: { type: 'string', max: 32 },
  transfer_scene_report_infos: { type: 'list', required: true, item: REPORT_INFO },
  user_recv_style: {
    type: 'object',
    fields: { type: { type: 'string', required: true, values: ['CONFIRM_PAGE', 'RED_PACKET'] } },
  },
}

const DEBIT_CARDS = 'CMB COMM ABC CCB ICBC BOC PAB SPDB CITIC CEB CMBC CIB GDB PSBC NBCB'.split(' ')

export const ABNORMAL_REFUND_FIELDS: Fields = {
  out_refund_no: { type: 'string', required: true, pattern: /^[0-9A-Za-z_\-|*@]{1,64}$/ },
  type: { type: 'string', required: true, values: ['USER_BANK_CARD', 'MERCHANT_BANK_CARD'] },
  bank_type: { type: 'string', values: DEBIT_CARDS.map((bank) => `${bank}_DEBIT`) },
  bank_account: { type: 'string', max: 1024 },
  real_name: { type: 'string', max: 1024 },
}
