/** Asks before typed text is left behind: inside the console and when the tab is closed. */
import { useEffect, useRef } from 'react'
import { App } from 'antd'
import { useBlocker } from 'react-router'

interface LeaveGuard {
  hold: () => void
  release: () => void
}
export function useLeaveGuard(): LeaveGuard {
  const isHeld = useRef(false)
  const { modal } = App.useApp()
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isHeld.current && currentLocation.pathname !== nextLocation.pathname,
  )
  useEffect(() => {
    if (blocker.state !== 'blocked') return
    modal.confirm({
      title: '还没有保存',
      content: '离开后，刚才填写的内容会丢失。',
      okText: '离开',
      cancelText: '留下继续填',
      onOk: () => blocker.proceed(),
      onCancel: () => blocker.reset(),
    })
  }, [blocker, modal])
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      if (isHeld.current) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [])
  return { hold: () => void (isHeld.current = true), release: () => void (isHeld.current = false) }
}
