/** Length and form rules of subscribe-message fields. The type of a field is the letters of its key: thing1 is a `thing`. */
const TIME = String.raw`(?:\d{4}[年/-]\d{1,2}[月/-]\d{1,2}日? )?(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?`
const DATE = String.raw`\d{4}[年/-]\d{1,2}[月/-]\d{1,2}日?`

const RULES: Record<string, RegExp> = {
  thing: /^[^\n\r]{1,20}$/u,
  number: /^[\d.,]{1,32}$/,
  letter: /^[A-Za-z]{1,32}$/,
  symbol: /^[^\p{L}\p{N}\s]{1,5}$/u,
  character_string: /^[\x20-\x7e]{1,32}$/,
  time: new RegExp(`^${TIME}(?:~${TIME})?$`),
  date: new RegExp(`^${DATE}(?: (?:[01]?\\d|2[0-3]):[0-5]\\d)?(?:~${DATE})?$`),
  amount: /^[¥￥$€£]?\d{1,10}(?:\.\d{1,2})?元?$/,
  phone_number: /^[\d+\-() ]{1,17}$/,
  car_number: /^[\p{Script=Han}A-Z0-9]{1,8}$/u,
  name: /^(?:[\p{Script=Han}·]{1,10}|[A-Za-z .]{1,20})$/u,
  phrase: /^\p{Script=Han}{1,5}$/u,
}

export function fitsField(key: string, value: unknown): boolean {
  const rule = RULES[key.replace(/\d+$/, '')]
  return typeof value === 'string' && value.trim() !== '' && (rule?.test(value) ?? false)
}
