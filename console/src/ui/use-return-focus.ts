import { useEffect, useRef } from 'react'

/** A dialog that leaves the page at once gives the focus back to the button that opened it. */
export function useReturnFocus(): void {
  const opener = useRef(document.activeElement)
  useEffect(() => {
    const element = opener.current
    return () => void setTimeout(() => element instanceof HTMLElement && element.isConnected && element.focus())
  }, [])
}
