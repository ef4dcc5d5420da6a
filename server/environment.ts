/** The variables that the server knows, and their shapes. */
import { z } from 'zod'

const url = z.url()
const secret = z.string().min(16)
export const Environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  /** where people and vendors reach the server, without a trailing slash */
  PUBLIC_URL: url,
  DATABASE_URL: z.string().min(1),
  /** for --migrate only: a role that may create roles and schemas */
  MIGRATE_DATABASE_URL: z.string().optional(),
  DATABASE_POOL: z.coerce.number().int().min(2).max(100).default(12),
  /** `version:base64` list, see core/crypto/field-cipher.ts */
  MASTER_KEY: z.string().min(40),
  HASH_KEY: secret,
  QUOTE_SECRET: secret,
  /** number of proxies in front whose X-Forwarded-For is believed */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  PAGES_DIR_H5: z.string().optional(),
  PAGES_DIR_CONSOLE: z.string().optional(),
  /** shown on every page as the person to call */
  SUPPORT_PHONE: z
    .string()
    .regex(/^[\d-]{5,20}$/)
    .optional(),
  /** people pages of the sandbox; only set in the embedded demo */
  SANDBOX_PAGES_URL: url.optional(),

  WECHAT_APPID: z.string().min(1),
  WECHAT_SECRET: secret,
  WECHAT_API_URL: url.default('https://api.weixin.qq.com'),
  WECHAT_PUSH_TOKEN: z.string().min(3),
  WECHAT_PUSH_AES_KEY: z.string().length(43),
  SUBSCRIBE_TEMPLATES: z.string().default('{}'),
  WXPAY_MCHID: z.string().min(1),
  WXPAY_API_URL: url.default('https://api.mch.weixin.qq.com'),
  WXPAY_MCH_SERIAL: z.string().min(1),
  WXPAY_MCH_PRIVATE_KEY: z.string().includes('PRIVATE KEY'),
  WXPAY_APIV3_KEY: z.string().length(32),
  /** empty: platform-certificate mode */
  WXPAY_PUBLIC_KEY_ID: z.string().default(''),
  WXPAY_PUBLIC_KEY: z.string().default(''),
  WXPAY_NOTIFY_URL_BASE: url,
  /** how long the provider lets money be held, and how many days before that finance is alarmed; docs/decisions/0004 */
  ESCROW_HOLD_LIMIT_DAYS: z.coerce.number().int().min(1).max(365).default(30),
  ESCROW_ALARM_DAYS_BEFORE: z.coerce.number().int().min(0).max(60).default(5),
  TENCENT_SECRET_ID: z.string().min(1),
  TENCENT_SECRET_KEY: z.string().min(8),
  TENCENT_SMS_URL: url.default('https://sms.tencentcloudapi.com'),
  TENCENT_SMS_APP_ID: z.string().min(1),
  TENCENT_SMS_SIGN: z.string().min(1),
  SMS_TEMPLATES: z.string().default('{}'),
  SMS_STATUS_SECRET: secret,
  TENCENT_MAP_URL: url.default('https://apis.map.qq.com'),
  TENCENT_MAP_KEY: z.string().min(1),
  TENCENT_MAP_SK: z.string().min(1),
  /** all four or none: without them no insurance is offered */
  INSURER_URL: url.optional(),
  INSURER_APP_ID: z.string().min(1).optional(),
  INSURER_APP_SECRET: secret.optional(),
  /** `key id:base64` of the insurer's Ed25519 key */
  INSURER_PUBLIC_KEY: z
    .string()
    .regex(/^[\w-]+:[\w+/]+={0,2}$/)
    .optional(),
})
export type Environment = z.output<typeof Environment>
