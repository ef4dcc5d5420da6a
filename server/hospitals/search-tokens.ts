/**
 * What a hospital can be found by. Names are cut into single characters and pairs, their pinyin and initials into the
 * first one to three letters from each syllable on; all go into one tsvector under a GIN index. A trigram index
 * would not do: the usual query is two Chinese characters long. The index finds candidates, the texts decide.
 */
import { pinyin } from 'pinyin-pro'

const CHINESE_DIGITS = '〇一二三四五六七八九'

/** Full and half width, case, spaces and punctuation do not count, and 455医院 is 四五五医院. */
export const normalise = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}\p{C}]/gu, '')
    .replace(/\d/g, (digit) => CHINESE_DIGITS[Number(digit)] ?? digit)

export interface SearchTexts {
  nameText: string
  letterText: string
  initialText: string
  tokens: string[]
}

/** Names between line breaks: `\n瑞金医院\n` is an exact find, `\n瑞金` a name that begins so. */
const joinLines = (parts: string[]): string => `\n${[...new Set(parts)].join('\n')}\n`

export function searchTextsOf(names: string[]): SearchTexts {
  const plain = [...new Set(names.map(normalise))].filter((name) => name !== '')
  const syllables = plain.map((name) =>
    pinyin(name, { toneType: 'none', type: 'array', v: true }).map((s) => s.toLowerCase()),
  )
  const tokens = new Set<string>()
  for (const name of plain) for (const token of piecesOf(name)) tokens.add(token)
  for (const list of syllables) {
    list.forEach((_, i) => {
      const letters = list.slice(i, i + 3).join('')
      const initials = list.slice(i, i + 3).map((s) => s[0] ?? '')
      for (let n = 1; n <= 3; n++) tokens.add(`#${letters.slice(0, n)}`)
      for (let n = 2; n <= initials.length; n++) tokens.add(`@${initials.slice(0, n).join('')}`)
    })
  }
  return {
    nameText: joinLines(plain),
    letterText: joinLines(syllables.map((list) => list.join(''))),
    initialText: joinLines(syllables.map((list) => list.map((s) => s[0] ?? '').join(''))),
    tokens: [...tokens],
  }
}

/** characters and pairs of neighbours */
function piecesOf(name: string): string[] {
  const letters = Array.from(name)
  return [...letters, ...letters.slice(1).map((letter, i) => `${letters[i]}${letter}`)]
}

export interface SearchQuery {
  /** normalised */
  text: string
  /** a row must have all of these to hold the text in a name */
  nameTokens: string[]
  /** a row must have one of these to hold it in pinyin or initials; empty when the text is not Latin letters */
  letterTokens: string[]
}

/** null when nothing is left to search for */
export function searchQueryOf(typed: string): SearchQuery | null {
  const text = normalise(typed)
  if (text === '') return null
  const letters = Array.from(text)
  const nameTokens = letters.length === 1 ? letters : piecesOf(text).filter((piece) => Array.from(piece).length === 2)
  const head = text.slice(0, 3)
  return {
    text,
    nameTokens: [...new Set(nameTokens)],
    letterTokens: /^[a-z]+$/.test(text) ? [`#${head}`, `@${head}`] : [],
  }
}
