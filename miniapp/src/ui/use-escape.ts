import { useEffect } from 'react'
import { useLatest } from '../api/use-latest'

/** Browsers: the Escape key closes what lies above the page. */
export function useEscape(isOpen: boolean, onClose: () => void): void {
  const close = useLatest(onClose)
  useEffect(() => {
    if (process.env.TARO_ENV !== 'h5' || !isOpen) return
    const listen = (event: KeyboardEvent) => event.key === 'Escape' && close.current()
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [isOpen, close])
}
