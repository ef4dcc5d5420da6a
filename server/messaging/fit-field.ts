/**
 * Fields of subscribe messages: the letters of a key name its type, and each type has limits (integrations.md 1.4).
 * A value that does not fit makes WeChat refuse the whole message (47003), so it is cut or the message is not tried.
 */
const MAX_THING = 20
const MAX_PHRASE = 5
const MAX_STRING = 32

/** The value in a form that the field takes, or null when there is none. */
export function fitField(key: string, value: string): string | null {
  const text = value.replace(/\s+/g, ' ').trim()
  const type = key.replace(/\d+$/, '')
  switch (type) {
    case 'thing':
      return text === '' ? null : cut(text, MAX_THING)
    case 'phrase': {
      const letters = text.match(/\p{Script=Han}/gu) ?? []
      return letters.length === 0 ? null : letters.slice(0, MAX_PHRASE).join('')
    }
    case 'character_string':
      return /^[\x21-\x7e]+$/.test(text) && text.length <= MAX_STRING ? text : null
    case 'amount': {
      // WeChat takes digits only, no separators
      const plain = text.replaceAll(',', '')
      return /^[¥￥]?\d{1,10}(\.\d{1,2})?元?$/.test(plain) ? plain : null
    }
    case 'time':
    case 'date':
      return text === '' ? null : text
    default:
      return null
  }
}

/** whole characters, not halves of an emoji; the last one says that something was left out */
export function cut(text: string, max: number): string {
  const letters = Array.from(text)
  return letters.length <= max ? text : `${letters.slice(0, max - 1).join('')}…`
}
