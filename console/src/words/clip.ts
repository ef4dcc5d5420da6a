/** at most `max` code units, never half of an emoji: a lone half cannot be percent-encoded or stored */
export const clip = (text: string, max: number): string => text.slice(0, max).replace(/[\ud800-\udbff]$/, '')
