const KEY = 'banyi.reloaded'
const AGAIN_MS = 15_000

/**
 * In a browser each page is a file of its own. When it cannot be fetched (no network, or a new version has replaced
 * it) the page would stay white: reload once, then say it.
 */
export function watchPages(tell: () => void): void {
  if (process.env.TARO_ENV !== 'h5') return
  window.addEventListener('unhandledrejection', (event) => {
    const reason: unknown = event.reason
    if (!(reason instanceof Error) || reason.name !== 'ChunkLoadError') return
    event.preventDefault()
    const last = Number(sessionStorage.getItem(KEY) ?? 0)
    if (navigator.onLine && Date.now() - last > AGAIN_MS) {
      sessionStorage.setItem(KEY, String(Date.now()))
      location.reload()
    } else {
      tell()
      if (history.length > 1) history.back()
    }
  })
}
