/** Subscribe messages: one acceptance of a template by a person allows one message to them. */
import { randomUUID } from 'node:crypto'
import { jsonReply, type SimReply, type SimRequest } from '../core/http.ts'
import { readObject, textOf } from '../core/routes.ts'
import type { Scenario } from '../core/scenarios.ts'
import type { World } from '../core/world.ts'
import { SUBSCRIBE_TEMPLATES, type SubscribeTemplate } from '../templates.ts'
import { wechatError } from './errors.ts'
import { pushEvent } from './push.ts'
import { fitsField } from './template-limits.ts'
import { findUser, type User } from './users.ts'

const TEMPLATES = Object.values(SUBSCRIBE_TEMPLATES)
const STATES = ['developer', 'trial', 'formal', undefined]
const LANGUAGES = ['zh_CN', 'en_US', 'zh_HK', 'zh_TW', undefined]

/** The answer of a person to wx.requestSubscribeMessage. */
export function answerSubscription(world: World, openid: string, templateIds: string[], isAccepted: boolean): void {
  if (!findUser(world, openid)) throw new Error('openid: nobody has it')
  if (templateIds.length < 1 || templateIds.length > 3) throw new Error('templateIds: one to three')
  for (const id of templateIds) {
    if (!TEMPLATES.some((template) => template.id === id)) throw new Error(`templateIds: ${id} is not ours`)
  }
  world.state.tx(() => {
    if (isAccepted) {
      for (const id of templateIds) {
        world.state.run(
          `insert into quotas values (?, ?, 1)
           on conflict (openid, template_id) do update set remaining = remaining + 1`,
          openid,
          id,
        )
      }
    }
    pushEvent(world, openid, 'subscribe_msg_popup_event', {
      List: templateIds.map((id) => ({
        TemplateId: id,
        SubscribeStatusString: isAccepted ? 'accept' : 'reject',
        PopupScene: '0',
      })),
    })
  })
}

/** The name of the first field that is missing, unfit or not in the template. */
function unfitField(template: SubscribeTemplate, data: Record<string, unknown>): string | undefined {
  const wanted = Object.values(template.fields)
  const valueOf = (key: string) => (data[key] as { value?: unknown } | undefined)?.value
  return [...wanted, ...Object.keys(data)].find((key) => !wanted.includes(key) || !fitsField(key, valueOf(key)))
}

export function sendSubscribeMessage(world: World, request: SimRequest, trick: Scenario | undefined): SimReply {
  const body = readObject(request.body)
  if (!body) return wechatError(request.body.length === 0 ? 44002 : 47001)
  const user = findUser(world, textOf(body.touser))
  if (!user) return wechatError(40003)
  const template = TEMPLATES.find(({ id }) => id === body.template_id)
  if (!template) return wechatError(40037)
  if (body.page !== undefined && !/^[A-Za-z0-9][\w/-]*(\?.*)?$/.test(textOf(body.page))) return wechatError(41030)
  if (!STATES.includes(body.miniprogram_state as string) || !LANGUAGES.includes(body.lang as string)) {
    return wechatError(47003)
  }
  const data = (typeof body.data === 'object' && body.data !== null ? body.data : {}) as Record<string, unknown>
  const unfit = unfitField(template, data)
  if (unfit) return wechatError(47003, `argument invalid! data.${unfit}.value invalid`)
  if (trick?.do === 'no-quota') return wechatError(43101)
  const hadQuota = world.state.tx(() => {
    const sql = 'update quotas set remaining = remaining - 1 where openid = ? and template_id = ? and remaining > 0'
    if (world.state.run(sql, user.openid, template.id) === 0) return false
    deliver(world, user, template, data as Record<string, { value: string }>, textOf(body.page))
    return true
  })
  return hadQuota ? jsonReply(200, { errcode: 0, errmsg: 'ok' }) : wechatError(43101)
}

function deliver(
  world: World,
  user: User,
  template: SubscribeTemplate,
  data: Record<string, { value: string }>,
  page: string,
): void {
  const lines = Object.entries(template.labels).map(([key, label]) => `${label}：${data[key]?.value ?? ''}`)
  world.state.run(
    `insert into messages values (?, 'subscribe', ?, ?, ?, ?, ?, ?, ?, ?)`,
    randomUUID(),
    user.phone,
    user.openid,
    template.id,
    template.title,
    lines.join('\n'),
    JSON.stringify(data),
    page,
    world.clock.now(),
  )
  pushEvent(world, user.openid, 'subscribe_msg_sent_event', {
    List: { TemplateId: template.id, MsgID: String(world.clock.now()), ErrorCode: '0', ErrorStatus: 'success' },
  })
}
