/** HTML by tagged template: values are escaped unless they are HTML already. */
import type { SimReply } from '../core/http.ts'

export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}
type Value = string | number | Html | undefined | false | readonly (Html | string)[]

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function render(value: Value): string {
  if (value === undefined || value === false) return ''
  if (value instanceof Html) return value.text
  if (typeof value === 'object') return value.map(render).join('')
  return String(value).replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter)
}

export function html(parts: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(parts.map((part, index) => part + (index < values.length ? render(values[index]) : '')).join(''))
}

const SECURITY = {
  'Content-Security-Policy': "default-src 'self'; img-src 'self' data:; frame-ancestors 'self'",
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
}

export type Layout = { title: string; body: Html; script?: string; isWide?: boolean; status?: number }

/** Every page says that it is not the real thing, in words, at the top. */
export function pageReply({ title, body, script, isWide = false, status = 200 }: Layout): SimReply {
  const page = html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · 伴医沙盒</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/style.css" />
        ${script && html`<script type="module" src="/assets/${script}"></script>`}
      </head>
      <body class="${isWide ? 'wide' : ''}">
        <header class="banner">
          <a href="/"><b>沙盒</b>模拟的微信、短信与支付，没有真钱</a>
        </header>
        <main>${body}</main>
      </body>
    </html> `
  return { status, headers: { 'Content-Type': 'text/html; charset=utf-8', ...SECURITY }, body: page.text }
}

export function seeOther(location: string): SimReply {
  return { status: 303, headers: { Location: location, 'Cache-Control': 'no-store' }, body: '' }
}

export function messagePage(title: string, text: string, status = 400): SimReply {
  return pageReply({
    title,
    status,
    body: html`<section class="card">
      <h1>${title}</h1>
      <p>${text}</p>
      <a class="button quiet" href="/">回到沙盒首页</a>
    </section>`,
  })
}
