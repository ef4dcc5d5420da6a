/** Documents as answers: never cached, saved under a Chinese name. */
import type { RawReply } from '../../route.ts'

const reply = (contentType: string, body: string | Buffer, name: string, isShown: boolean): RawReply => ({
  status: 200,
  contentType,
  body,
  headers: {
    'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`,
    'cache-control': 'no-store',
    // opened in the browser it may do nothing
    'content-security-policy': "sandbox; default-src 'none'",
  },
})
export const sendPdf = (name: string, body: Buffer): RawReply => reply('application/pdf', body, `${name}.pdf`, true)
export const sendCsv = (name: string, body: string): RawReply =>
  reply('text/csv; charset=utf-8', body, `${name}.csv`, false)
