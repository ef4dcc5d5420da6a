/** What a person types into an authenticator: the secret of an otpauth URI, in groups of four. */
export const secretOf = (uri: string): string => {
  try {
    return new URL(uri).searchParams.get('secret') ?? ''
  } catch {
    return ''
  }
}
export const inGroups = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? ''

const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
/** 20 characters that cannot be mistaken for one another; about 116 bits */
export const newPassword = (): string => {
  const out: string[] = []
  while (out.length < 20) {
    // bytes above the last whole multiple would make some letters likelier
    const byte = crypto.getRandomValues(new Uint8Array(1))[0] ?? 255
    if (byte < letters.length * Math.floor(256 / letters.length)) out.push(letters[byte % letters.length] ?? '')
  }
  return out.join('')
}
