/** The only reader of the environment. Production refuses to start with anything unsafe and names each fault. */
import { z } from 'zod'
import { productionFaults } from './config-production.ts'

const url = z.url()
const secret = z.string().min(16)
const Environment = z.object({
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
  WXPAY_PUBLIC_KEY_ID: z.string().min(1),
  WXPAY_PUBLIC_KEY: z.string().includes('PUBLIC KEY'),
  WXPAY_NOTIFY_URL_BASE: url,
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
})
export type Environment = z.output<typeof Environment>

const Templates = z.record(z.string(), z.string())
const SubscribeTemplates = z.record(
  z.string(),
  z.object({ id: z.string(), fields: z.record(z.string(), z.string()).or(z.array(z.string())) }),
)

export interface Config extends Omit<Environment, 'SMS_TEMPLATES' | 'SUBSCRIBE_TEMPLATES'> {
  isProduction: boolean
  /** our name -> id at Tencent Cloud */
  smsTemplates: Record<string, string>
  /** our name -> id at WeChat and its fields */
  subscribeTemplates: z.output<typeof SubscribeTemplates>
}

/** Throws one Error that lists every fault. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const parsed = Environment.safeParse(env)
  if (!parsed.success)
    throw new Error(faultText(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)))
  const { SMS_TEMPLATES, SUBSCRIBE_TEMPLATES, ...rest } = parsed.data
  const isProduction = rest.NODE_ENV === 'production'
  const faults = isProduction ? productionFaults(parsed.data) : []
  if (faults.length > 0) throw new Error(faultText(faults))
  return {
    ...rest,
    isProduction,
    smsTemplates: Templates.parse(JSON.parse(SMS_TEMPLATES)),
    subscribeTemplates: SubscribeTemplates.parse(JSON.parse(SUBSCRIBE_TEMPLATES)),
  }
}

const faultText = (faults: string[]): string =>
  `The configuration is not usable:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`
