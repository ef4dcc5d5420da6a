/** A voice that reads the page. WeChat needs a plugin for that, which is not configured: the button is hidden there. */
export const canReadAloud = (): boolean => process.env.TARO_ENV === 'h5' && typeof speechSynthesis !== 'undefined'

export function readPage(words: string | undefined, done: () => void): void {
  const shown = Array.from(document.querySelectorAll<HTMLElement>('.screen__body')).find(
    (body) => body.offsetParent !== null,
  )
  const speech = new SpeechSynthesisUtterance(words ?? shown?.innerText ?? '')
  speech.lang = 'zh-CN'
  speech.rate = 0.9
  speech.addEventListener('end', done)
  speech.addEventListener('error', done)
  speechSynthesis.cancel()
  speechSynthesis.speak(speech)
}

export const stopReading = (): void => {
  if (canReadAloud()) speechSynthesis.cancel()
}
