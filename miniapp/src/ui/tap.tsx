import { type PropsWithChildren } from 'react'
import { View } from '@tarojs/components'
import { spoken, type Role, type Spoken } from './a11y'
import './tap.scss'

export interface TapProps extends Spoken {
  className?: string
  role?: Role
  disabled?: boolean
  onTap: () => void
}

interface Key {
  key: string
  preventDefault: () => void
}

/** Anything that can be tapped: at least 44 px, reachable by keyboard, shows that it was pressed. */
export function Tap({
  className = '',
  role = 'button',
  disabled = false,
  onTap,
  children,
  ...say
}: PropsWithChildren<TapProps>) {
  const keyboard =
    process.env.TARO_ENV === 'h5'
      ? {
          tabindex: disabled ? -1 : 0,
          ...(disabled ? { 'aria-disabled': 'true' } : {}),
          onKeyDown: (event: Key) => {
            if (disabled || (event.key !== 'Enter' && event.key !== ' ')) return
            event.preventDefault()
            onTap()
          },
        }
      : {}
  return (
    <View
      className={`tap ${disabled ? 'tap--off' : ''} ${className}`}
      hoverClass={disabled ? 'none' : 'tap--pressed'}
      hoverStayTime={80}
      onClick={(event) => {
        event.stopPropagation()
        if (!disabled) onTap()
      }}
      {...spoken(role, say)}
      {...keyboard}
    >
      {children}
    </View>
  )
}
