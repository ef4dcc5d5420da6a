/** `/insurer`: the desk of the insurer's own people. They take policies back and move claims on. */
import type { Control } from '../control/actions.ts'
import type { SimReply } from '../core/http.ts'
import { shanghaiText } from '../core/clock.ts'
import type { ClaimState, InsurerClaim } from '../insurer/claims.ts'
import type { InsurerPolicy, PolicyState } from '../insurer/policies.ts'
import { html, pageReply, seeOther, type Html } from './html.ts'

const POLICY_WORDS: Record<PolicyState, string> = {
  ACCEPTED: '审核中',
  BOUND: '已承保',
  REFUSED: '已拒保',
  CANCELLED: '已退保',
}
const CLAIM_WORDS: Record<ClaimState, string> = {
  REPORTED: '已报案',
  MORE_NEEDED: '待补资料',
  APPROVED: '已核定',
  PAID: '已赔付',
  REFUSED: '已拒赔',
}
const yuan = (fen: number) => `¥${(fen / 100).toFixed(2)}`

const button = (value: string, text: string) =>
  html`<button class="button quiet small" name="to" value="${value}">${text}</button>`

function claimLine(claim: InsurerClaim): Html {
  const isOpen = claim.state === 'REPORTED' || claim.state === 'MORE_NEEDED'
  return html`<li>
    <p><b>${claim.claim_no}</b> ${CLAIM_WORDS[claim.state]} ${claim.amount !== null && yuan(claim.amount)}</p>
    <p>${claim.day}：${claim.what}</p>
    ${
      (isOpen || claim.state === 'APPROVED') &&
      html`<form class="inline" method="post" action="/insurer/claims">
        <input type="hidden" name="requestNo" value="${claim.request_no}" />
        ${isOpen && html`<label>金额（元）<input name="amount" inputmode="decimal" /></label>`}
        <label>给客户的话<input name="words" maxlength="200" /></label>
        ${isOpen && [button('MORE_NEEDED', '要补资料'), button('APPROVED', '核定'), button('REFUSED', '拒赔')]}
        ${claim.state === 'APPROVED' && button('PAID', '赔付')}
      </form>`
    }
  </li>`
}

function policyLine(policy: InsurerPolicy): Html {
  return html`<li>
    <p><b>${policy.policy_no || policy.request_no}</b> ${POLICY_WORDS[policy.state]} ${yuan(policy.premium)}</p>
    <p>${policy.insured_name} ${shanghaiText(policy.starts_at)} 起 ${policy.words}</p>
    ${
      policy.state === 'BOUND' &&
      html`<form class="inline" method="post" action="/insurer/policies">
        <input type="hidden" name="requestNo" value="${policy.request_no}" />
        <label>理由<input name="words" maxlength="100" /></label>
        <button class="button quiet small">由保险公司撤销</button>
      </form>`
    }
  </li>`
}

export function insurerPage(control: Control): SimReply {
  const policies = control.policies()
  const claims = control.claims()
  return pageReply({
    title: '保险公司',
    body: html`<h1>保险公司的柜台</h1>
      <p class="lead">在这里办理赔案。每一步都会通知伴医。</p>
      <section class="card">
        <h2>赔案</h2>
        ${claims.length === 0 && html`<p class="note">还没有报案。</p>`}
        <ul class="rows">
          ${claims.map(claimLine)}
        </ul>
      </section>
      <section class="card">
        <h2>保单</h2>
        ${policies.length === 0 && html`<p class="note">还没有保单。</p>`}
        <ul class="rows">
          ${policies.map(policyLine)}
        </ul>
      </section>`,
  })
}

const STEPS: Record<string, ClaimState> = {
  MORE_NEEDED: 'MORE_NEEDED',
  APPROVED: 'APPROVED',
  PAID: 'PAID',
  REFUSED: 'REFUSED',
}

export function answerClaim(control: Control, form: URLSearchParams): SimReply {
  const to = STEPS[form.get('to') ?? '']
  if (!to) throw new Error('不认识这一步')
  const words = form.get('words') ?? ''
  const amountFen = Math.round(Number(form.get('amount') ?? 0) * 100)
  control.moveClaim(form.get('requestNo') ?? '', to, to === 'APPROVED' ? { words, amountFen } : { words })
  return seeOther('/insurer')
}

export function answerPolicy(control: Control, form: URLSearchParams): SimReply {
  control.cancelPolicyByInsurer(form.get('requestNo') ?? '', form.get('words') || '保险公司撤销')
  return seeOther('/insurer')
}
