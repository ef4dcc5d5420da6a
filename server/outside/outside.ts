/** The real adapters, from the configuration. There are no others: the sandbox speaks the same protocols. */
import type { Config } from '../config.ts'
import type { Clock } from '../core/clock.ts'
import { Insurer } from './insurer/insurer.ts'
import { TencentMaps } from './maps/tencent-maps.ts'
import { TencentSms } from './sms/tencent-sms.ts'
import { WechatPay } from './wechat-pay/wechat-pay.ts'
import { Wechat } from './wechat/wechat.ts'

export const openOutside = (config: Config, clock: Clock) => ({
  wechat: new Wechat(config, clock),
  wechatPay: new WechatPay(config, clock),
  sms: new TencentSms(config, clock),
  maps: new TencentMaps(config),
  // none: no insurance is offered
  insurer: config.insurer && new Insurer(config.insurer, () => config.PUBLIC_URL, clock),
})
