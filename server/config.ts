/** The only reader of the environment. Production refuses to start with anything unsafe and names each fault. */
import { z } from 'zod'
import { productionFaults } from './config-production.ts'
import { Environment } from './environment.ts'
import type { InsurerSettings } from './outside/insurer/insurer.ts'

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
  /** null: no insurance is offered */
  insurer: InsurerSettings | null
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
    insurer: readInsurer(parsed.data),
  }
}

/** All of it or none: half an insurer would take premiums and bind nothing. */
function readInsurer(env: Environment): InsurerSettings | null {
  const { INSURER_URL, INSURER_APP_ID, INSURER_APP_SECRET, INSURER_PUBLIC_KEY } = env
  if (INSURER_URL && INSURER_APP_ID && INSURER_APP_SECRET && INSURER_PUBLIC_KEY)
    return { INSURER_URL, INSURER_APP_ID, INSURER_APP_SECRET, INSURER_PUBLIC_KEY }
  if (INSURER_URL ?? INSURER_APP_ID ?? INSURER_APP_SECRET ?? INSURER_PUBLIC_KEY)
    throw new Error(faultText(['INSURER_*: all four or none of them']))
  return null
}

const faultText = (faults: string[]): string =>
  `The configuration is not usable:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`
