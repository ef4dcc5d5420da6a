/** Papers and tables that leave the house. */
import { describe, expect, test } from 'vitest'
import { canonical, sha256 } from './canonical.ts'
import { csvOf } from './csv.ts'
import type { Paper } from './paper.ts'
import { printPdf } from './print.ts'

const paper = (rows: number): Paper => ({
  title: '收入月结单',
  subtitle: '王秀珍 · 2026 年 11 月',
  number: '2026-11',
  foot: '伴医',
  at: new Date('2026-11-30T00:00:00Z'),
  mark: 'BANYI-TEST-7',
  blocks: [
    { kind: 'facts', items: [{ name: '月末余额', value: '¥1,234.50' }] },
    {
      kind: 'table',
      columns: [{ title: '事项' }, { title: '金额', isAmount: true, width: '70pt' }],
      rows: Array.from({ length: rows }, (_, i) => [`半天陪诊 第 ${i + 1} 单，复旦大学附属中山医院`, '268.00']),
    },
    { kind: 'markdown', text: '## 说明\n1. 第一条\n- 一项\n正文' },
    { kind: 'verify', title: '查验', url: 'https://example.org/?code=ABCD', lines: ['验证码 ABCD'] },
  ],
})
const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0

describe('PDF', () => {
  test('the same paper is the same file; another is not; its mark stands readable in it', async () => {
    const [one, same, other] = await Promise.all([printPdf(paper(3)), printPdf(paper(3)), printPdf(paper(4))])
    expect(one.equals(same)).toBe(true)
    expect(one.equals(other)).toBe(false)
    expect(one.toString('latin1')).toContain('BANYI-TEST-7')
    expect(pagesOf(one)).toBe(1)
  })

  test('two hundred lines go on over pages, and the server answers meanwhile', async () => {
    const ticks: number[] = []
    let last = performance.now()
    const timer = setInterval(() => {
      const now = performance.now()
      ticks.push(now - last)
      last = now
    }, 5)
    const pdf = await printPdf(paper(200))
    clearInterval(timer)
    expect(pagesOf(pdf)).toBeGreaterThan(4)
    // printed on this thread it would be one tick as long as the whole
    expect(ticks.length).toBeGreaterThan(3)
  })

  test('a paper that cannot be printed is an error, and the next one is printed', async () => {
    const broken = { ...paper(1), at: new Date('nonsense') }
    await expect(printPdf(broken)).rejects.toThrow('could not be printed')
    expect(pagesOf(await printPdf(paper(1)))).toBe(1)
  })
})

test('CSV: Excel reads Chinese, lines end as Windows wants, and nothing is carried out', () => {
  const text = csvOf(
    ['名称', '金额'],
    [
      ['=HYPERLINK("http://x")', '-12.50'],
      ['+86 138', -3],
      ['@SUM(A1)', '1.00'],
      ['\t=1', 'a,"b"\nc'],
      ['＝1', '-1+2'],
    ],
  )
  expect(text.startsWith('\uFEFF名称,金额\r\n')).toBe(true)
  expect(text.slice(1)).toBe(
    [
      '名称,金额',
      `"'=HYPERLINK(""http://x"")",-12.50`,
      `'+86 138,-3`,
      `'@SUM(A1),1.00`,
      `'\t=1,"a,""b""\nc"`,
      `'＝1,'-1+2`,
      '',
    ].join('\r\n'),
  )
})

test('canonical: the order of keys does not matter, everything else does', () => {
  expect(canonical({ b: 1, a: [{ d: null, c: '二' }] })).toBe('{"a":[{"c":"二","d":null}],"b":1}')
  expect(sha256(canonical({ a: 1, b: 2 }))).toBe(sha256(canonical({ b: 2, a: 1 })))
  expect(canonical({ a: '1' })).not.toBe(canonical({ a: 1 }))
})
