import Taro from '@tarojs/taro'

export async function copyText(text: string): Promise<boolean> {
  if (process.env.TARO_ENV === 'weapp') {
    await Taro.setClipboardData({ data: text })
    return true
  }
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

/** Old WebViews and plain http have no clipboard API. */
function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  const isDone = document.execCommand('copy')
  area.remove()
  return isDone
}

/** An address that opens `page` with a secret in the fragment, which no server and no referrer sees. */
export const linkTo = (page: string, secret: string, origin: string): string =>
  `${origin}/#${page}?t=${encodeURIComponent(secret)}`

export const ownOrigin = (apiOrigin: string): string => (process.env.TARO_ENV === 'h5' ? location.origin : apiOrigin)

/** A page of somebody else. WeChat opens none of them: its address goes to the clipboard. */
export async function openLink(url: string): Promise<'opened' | 'copied'> {
  if (process.env.TARO_ENV === 'h5') {
    window.open(url, '_blank', 'noopener,noreferrer')
    return 'opened'
  }
  await copyText(url)
  return 'copied'
}
