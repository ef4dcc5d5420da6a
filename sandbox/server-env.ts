/** What the server must be told to talk to this sandbox. The names are the server's; it knows nothing of the sandbox. */
import type { SandboxKeys } from './key-set.ts'
import { SMS_TEMPLATES, SUBSCRIBE_TEMPLATES } from './templates.ts'

export type SandboxPorts = {
  people: number
  wechat: number
  wxpay: number
  tencentCloud: number
  maps: number
  insurer: number
}

/** base+4 is kept free for object storage, base+6 for privacy numbers: the places they have in the facts we work from. */
export function portsFrom(base: number): SandboxPorts {
  return { people: base, wechat: base + 1, wxpay: base + 2, tencentCloud: base + 3, maps: base + 5, insurer: base + 7 }
}

export function urlsFor(ports: SandboxPorts, host = '127.0.0.1'): Record<keyof SandboxPorts, string> {
  const url = (port: number) => `http://${host}:${port}`
  return {
    people: url(ports.people),
    wechat: url(ports.wechat),
    wxpay: url(ports.wxpay),
    tencentCloud: url(ports.tencentCloud),
    maps: url(ports.maps),
    insurer: url(ports.insurer),
  }
}

/** `publicUrl` is where the vendors reach the server: the origin of every callback. */
export function serverEnv(
  keys: SandboxKeys,
  ports: SandboxPorts,
  publicUrl: string,
  host = '127.0.0.1',
): Record<string, string> {
  const urls = urlsFor(ports, host)
  return {
    WECHAT_APPID: keys.wechat.appid,
    WECHAT_SECRET: keys.wechat.secret,
    WECHAT_API_URL: urls.wechat,
    WECHAT_PUSH_TOKEN: keys.wechat.pushToken,
    WECHAT_PUSH_AES_KEY: keys.wechat.pushAesKey,
    WXPAY_MCHID: keys.wxpay.mchid,
    WXPAY_API_URL: urls.wxpay,
    WXPAY_MCH_SERIAL: keys.wxpay.merchantSerial,
    WXPAY_MCH_PRIVATE_KEY: keys.wxpay.merchantPrivateKey,
    WXPAY_APIV3_KEY: keys.wxpay.apiV3Key,
    WXPAY_PUBLIC_KEY_ID: keys.wxpay.publicKeyId,
    WXPAY_PUBLIC_KEY: keys.wxpay.platformPublicKey,
    WXPAY_NOTIFY_URL_BASE: publicUrl,
    TENCENT_SECRET_ID: keys.tencentCloud.secretId,
    TENCENT_SECRET_KEY: keys.tencentCloud.secretKey,
    TENCENT_SMS_URL: urls.tencentCloud,
    TENCENT_SMS_APP_ID: keys.tencentCloud.smsAppId,
    TENCENT_SMS_SIGN: keys.tencentCloud.smsSign,
    SMS_TEMPLATES: JSON.stringify(
      Object.fromEntries(Object.entries(SMS_TEMPLATES).map(([name, { id }]) => [name, id])),
    ),
    SUBSCRIBE_TEMPLATES: JSON.stringify(
      Object.fromEntries(Object.entries(SUBSCRIBE_TEMPLATES).map(([name, { id, fields }]) => [name, { id, fields }])),
    ),
    TENCENT_MAP_URL: urls.maps,
    TENCENT_MAP_KEY: keys.maps.key,
    TENCENT_MAP_SK: keys.maps.secretKey,
    INSURER_URL: urls.insurer,
    INSURER_APP_ID: keys.insurer.appId,
    INSURER_APP_SECRET: keys.insurer.appSecret,
    INSURER_PUBLIC_KEY: `${keys.insurer.keyId}:${keys.insurer.publicKey}`,
    SMS_STATUS_SECRET: keys.tencentCloud.smsStatusSecret,
  }
}
