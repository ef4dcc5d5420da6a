/**
 * A command keeps its id while it says the same thing: a retry after a lost answer is then harmless. Another text,
 * amount or version is another command and gets another id (the version guards against both arriving).
 */
export const createCommandIds = (newId: () => string = randomId): ((payload: unknown) => string) => {
  let last = { text: '', id: '' }
  return (payload) => {
    const text = JSON.stringify(payload)
    if (text !== last.text || last.id === '') last = { text, id: newId() }
    return last.id
  }
}

/** crypto.randomUUID exists in secure contexts only; a console opened by a plain LAN address has getRandomValues */
export const randomId = (): string => {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const hex = Array.from(bytes, (byte, i) => {
    const value = i === 6 ? (byte & 0x0f) | 0x40 : i === 8 ? (byte & 0x3f) | 0x80 : byte
    return value.toString(16).padStart(2, '0')
  }).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
