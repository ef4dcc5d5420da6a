/** Thread of print.ts: papers come in, bytes go out, one at a time. Fonts are the only files that it may read, nothing is fetched. */
import pdfmake from 'pdfmake'
import { fileURLToPath } from 'node:url'
import { parentPort } from 'node:worker_threads'
import { sayError } from '../errors.ts'
import { layoutOf } from './layout.ts'
import type { Paper } from './paper.ts'

export interface PrintOrder {
  id: number
  paper: Paper
}
export interface Printed {
  id: number
  bytes?: Uint8Array
  error?: string
}

const fontFile = (weight: string): string =>
  fileURLToPath(new URL(`../fonts/NotoSansHans-${weight}.otf`, import.meta.resolve('@embedpdf/fonts-sc')))
const fonts = { normal: fontFile('Regular'), bold: fontFile('Bold') }
const allowed = new Set(Object.values(fonts))
pdfmake.addFonts({ Noto: fonts })
pdfmake.setLocalAccessPolicy((path) => allowed.has(path))
pdfmake.setUrlAccessPolicy(() => false)

let line: Promise<void> = Promise.resolve()
parentPort?.on('message', (order: PrintOrder) => {
  line = line.then(() => print(order))
})

async function print({ id, paper }: PrintOrder): Promise<void> {
  let printed: Printed
  try {
    printed = { id, bytes: await pdfmake.createPdf(layoutOf(paper)).getBuffer() }
  } catch (error) {
    printed = { id, error: sayError(error) }
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(printed)
}
