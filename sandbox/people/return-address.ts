/**
 * Where a page sends the person back to. Parameters go into the real query string, before any `#`: a page with hash
 * routing finds them in `location.search`, and its route stays as it was.
 * `http://h5/#/pages/me` + code=1 -> `http://h5/?code=1#/pages/me`
 */
export function withParams(address: string, params: Record<string, string>): string {
  const url = new URL(address)
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value)
  return url.href
}

/** Only web addresses: javascript: and the like have no business in a redirect. */
export function isReturnAddress(address: string | null): address is string {
  if (!address || !URL.canParse(address)) return false
  return ['http:', 'https:'].includes(new URL(address).protocol)
}
