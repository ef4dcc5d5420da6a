/** A document as data: what stands on the paper, in order. Turned into PDF by print.ts; holds no functions, it crosses a thread. */
export interface Column {
  title: string
  /** share of the width; the number of points with pt */
  width?: number | `${number}pt`
  /** amounts: right, digits under digits */
  isAmount?: boolean
}
export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: string; isSmall?: boolean }
  | { kind: 'list'; items: string[]; isNumbered?: boolean }
  /** name and value, two pairs a line when short */
  | { kind: 'facts'; items: { name: string; value: string }[] }
  | { kind: 'table'; columns: Column[]; rows: string[][]; total?: string[]; empty?: string }
  /** `#`, `##`, `- `, `1. ` and paragraphs */
  | { kind: 'markdown'; text: string }
  /** how whoever holds the paper can check it; with a QR code when there is an address */
  | { kind: 'verify'; title: string; url: string | null; lines: string[] }

export interface Paper {
  title: string
  /** under the title: whose, for when */
  subtitle: string
  /** top right on every page: number of the document */
  number: string
  blocks: Block[]
  /** left in the foot of every page, beside 第 1 页，共 2 页 */
  foot: string
  /** same content and time make the same bytes */
  at: Date
  /** stands readable in the file itself, for finding a document whose bytes were changed */
  mark?: string
}
