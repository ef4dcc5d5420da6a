/** What a browser opens at the insurer's: terms of a plan, an electronic policy. No signature: the address is given to people. */
import type { SimReply } from '../core/http.ts'
import type { Params } from '../core/routes.ts'
import type { World } from '../core/world.ts'
import { shanghaiText } from '../core/clock.ts'
import { html, type Html } from '../people/html.ts'
import { findPolicyByNumber } from './policies.ts'
import { PLANS, type Plan } from './plans.ts'
import { INSURER_NAME } from './requests.ts'

const yuan = (fen: number) => `${(fen / 100).toLocaleString('zh-CN')} 元`

function page(title: string, body: Html, status = 200): SimReply {
  const document = html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · ${INSURER_NAME}</title>
      </head>
      <body>
        <p>${INSURER_NAME}：模拟的保险公司，没有真的保障</p>
        <h1>${title}</h1>
        ${body}
      </body>
    </html>`
  return { status, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: document.text }
}

const covers = (plan: Plan) =>
  html`<ul>
    ${plan.covers.map(({ name, amountFen }) => html`<li>${name}：${yuan(amountFen)}</li>`)}
  </ul>`

export function termsPage(_world: World, { planCode }: Params): SimReply {
  const plan = PLANS.find(({ code }) => code === planCode)
  if (!plan) return page('没有这个计划', html``, 404)
  return page(
    `${plan.name} 条款`,
    html`<h2>保障</h2>
      ${covers(plan)}
      <h2>不保</h2>
      <ul>
        ${plan.exclusions.map((text) => html`<li>${text}</li>`)}
      </ul>
      <p>
        承保年龄 ${plan.ages[0]} 至 ${plan.ages[1]} 周岁。保险期间为约定的陪诊时间。开始前可以退保，全额退还保费。
      </p>`,
  )
}

export function policyPage(world: World, { policyNo }: Params): SimReply {
  const policy = findPolicyByNumber(world, policyNo ?? '')
  const plan = PLANS.find(({ code }) => code === policy?.plan_code)
  if (!policy || !plan) return page('没有这张保单', html``, 404)
  const state = policy.state === 'BOUND' ? '有效' : '已退保'
  return page(
    `电子保单 ${policy.policy_no}`,
    html`<p>${plan.name}，${state}</p>
      <p>保险期间：${shanghaiText(policy.starts_at)} 至 ${shanghaiText(policy.ends_at)}</p>
      <p>保费：${yuan(policy.premium)}</p>
      ${covers(plan)}`,
  )
}
