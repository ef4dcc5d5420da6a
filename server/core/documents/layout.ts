/** How our paper looks: A4, Noto Sans, one thin line of brand colour; nothing is said by colour alone. Pure. */
import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js'
import type { Block, Column, Paper } from './paper.ts'

const BRAND = '#0e6e63'
const QUIET = '#555555'
const LINE = '#bdbdbd'
const MARGIN = 48
const WIDTH = 595.28 - 2 * MARGIN

export function layoutOf(paper: Paper): TDocumentDefinitions {
  return {
    pageSize: 'A4',
    pageMargins: [MARGIN, 56, MARGIN, 60],
    defaultStyle: { font: 'Noto', fontSize: 9.5, lineHeight: 1.35, color: '#111111' },
    info: {
      title: paper.title,
      author: '伴医',
      creationDate: new Date(paper.at),
      ...(paper.mark ? { subject: paper.mark, keywords: paper.mark } : {}),
    },
    language: 'zh-CN',
    header: () => ({
      columns: [
        { text: '伴医', bold: true, color: BRAND, width: 'auto' },
        { text: paper.number, alignment: 'right', color: QUIET, fontSize: 8 },
      ],
      margin: [MARGIN, 26, MARGIN, 0],
    }),
    footer: (page, pages) => ({
      columns: [
        { text: paper.foot, color: QUIET, fontSize: 7.5 },
        { text: `第 ${page} 页，共 ${pages} 页`, alignment: 'right', color: QUIET, fontSize: 8, width: 'auto' },
      ],
      columnGap: 16,
      margin: [MARGIN, 18, MARGIN, 0],
    }),
    // a heading is not left alone at the foot of a page
    pageBreakBefore: (node, around) =>
      node.headlineLevel === 1 &&
      around.getFollowingNodesOnPage().length === 0 &&
      node.startPosition.verticalRatio > 0.5,
    content: [
      { text: paper.title, fontSize: 18, bold: true, margin: [0, 0, 0, 2] },
      ...(paper.subtitle ? [{ text: paper.subtitle, color: QUIET, margin: [0, 0, 0, 2] as Margins }] : []),
      rule(BRAND, 1.2),
      ...paper.blocks.map(contentOf),
    ],
  }
}
type Margins = [number, number, number, number]

const rule = (color: string, lineWidth: number): Content => ({
  canvas: [{ type: 'line', x1: 0, y1: 0, x2: WIDTH, y2: 0, lineWidth, lineColor: color }],
  margin: [0, 4, 0, 10],
})
const heading = (text: string): Content => ({
  text,
  fontSize: 11.5,
  bold: true,
  headlineLevel: 1,
  margin: [0, 10, 0, 4],
})

function contentOf(block: Block): Content {
  switch (block.kind) {
    case 'heading':
      return heading(block.text)
    case 'text':
      return { text: block.text, margin: [0, 0, 0, 6], ...(block.isSmall ? { fontSize: 8, color: QUIET } : {}) }
    case 'list':
      return block.isNumbered ? { ol: block.items, margin: [0, 0, 0, 6] } : { ul: block.items, margin: [0, 0, 0, 6] }
    case 'facts':
      return facts(block.items)
    case 'table':
      return table(block)
    case 'markdown':
      return { stack: markdown(block.text) }
    case 'verify':
      return verify(block)
  }
}

function facts(items: { name: string; value: string }[]): Content {
  return {
    table: {
      widths: [76, '*'],
      body: items.map(({ name, value }) => [
        { text: name, color: QUIET },
        { text: value || '—', bold: true },
      ]),
    },
    layout: {
      hLineWidth: () => 0,
      vLineWidth: () => 0,
      paddingLeft: () => 0,
      paddingTop: () => 1,
      paddingBottom: () => 1,
    },
    margin: [0, 0, 0, 8],
  }
}

const widthOf = ({ width }: Column): number | string =>
  typeof width === 'string' ? Number.parseFloat(width) : width === undefined ? '*' : `${width}%`

function table({ columns, rows, total, empty }: Extract<Block, { kind: 'table' }>): Content {
  const cell = (text: string, i: number, more: object = {}): TableCell => ({
    text,
    alignment: columns[i]?.isAmount ? 'right' : 'left',
    // minus signs, commas and digits of one width
    ...(columns[i]?.isAmount ? { fontFeatures: ['tnum'], noWrap: true } : {}),
    fontSize: 8.5,
    ...more,
  })
  const body: TableCell[][] = [columns.map((column, i) => cell(column.title, i, { bold: true }))]
  for (const row of rows) body.push(columns.map((_column, i) => cell(row[i] ?? '', i)))
  if (rows.length === 0)
    body.push([
      { text: empty ?? '没有记录', colSpan: columns.length, color: QUIET, fontSize: 8.5 },
      ...columns.slice(1).map(() => ''),
    ])
  if (total) body.push(columns.map((_column, i) => cell(total[i] ?? '', i, { bold: true })))
  const last = body.length
  return {
    table: { headerRows: 1, dontBreakRows: true, widths: columns.map(widthOf), body },
    layout: {
      hLineWidth: (i: number) =>
        i === 0 || i === 1 || i === last || (total !== undefined && i === last - 1) ? 0.8 : 0.3,
      vLineWidth: () => 0,
      hLineColor: (i: number) => (i <= 1 || i >= last - (total ? 1 : 0) ? '#444444' : LINE),
      paddingLeft: (i: number) => (i === 0 ? 0 : 5),
      paddingRight: (i: number) => (i === columns.length - 1 ? 0 : 5),
      paddingTop: () => 2,
      paddingBottom: () => 2,
    },
    margin: [0, 2, 0, 10],
  }
}

/** Numbers are kept as they were written: 1. after a list goes on with 2. */
function markdown(text: string): Content[] {
  return text.split('\n').flatMap((line): Content[] => {
    const words = line.trim()
    if (words === '') return []
    const head = /^#{1,3} (.+)$/.exec(words)
    if (head) return [heading(head[1] ?? '')]
    const item = /^(-|\d+\.) (.+)$/.exec(words)
    if (!item) return [{ text: words, margin: [0, 0, 0, 3] }]
    const isBullet = item[1] === '-'
    const mark = { text: isBullet ? '·' : (item[1] ?? ''), width: isBullet ? 10 : 18 }
    return [{ columns: [mark, { text: item[2] ?? '' }], margin: [isBullet ? 18 : 0, 0, 0, 3] }]
  })
}

function verify({ title, url, lines }: Extract<Block, { kind: 'verify' }>): Content {
  const words: Content = {
    stack: [{ text: title, bold: true, margin: [0, 0, 0, 3] }, ...lines.map((text) => ({ text, fontSize: 8 }))],
  }
  return {
    unbreakable: true,
    stack: [
      rule(LINE, 0.6),
      url ? { columns: [words, { qr: url, fit: 92, width: 100, alignment: 'right' as const }], columnGap: 16 } : words,
    ],
    margin: [0, 10, 0, 0],
  }
}
