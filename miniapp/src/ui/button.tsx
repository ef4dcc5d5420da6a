import { type ReactNode } from 'react'
import { Button as NativeButton, Text, View } from '@tarojs/components'
import { Icon, type IconName } from './icon'
import { Tap } from './tap'
import './button.scss'

export interface ButtonProps {
  children: ReactNode
  /** one primary a page */
  kind?: 'primary' | 'plain' | 'danger' | 'text'
  icon?: IconName
  size?: 'full' | 'small'
  loading?: boolean
  disabled?: boolean
  label?: string
  onTap?: () => void
  /** WeChat only: the button itself must be native for these */
  wechat?: { openType: 'getPhoneNumber' | 'share'; onCode?: (code: string | null) => void }
}

export function Button({
  children,
  kind = 'plain',
  icon,
  size = 'full',
  loading = false,
  disabled = false,
  label,
  onTap,
  wechat,
}: ButtonProps) {
  const name = `button button--${kind} button--${size} ${disabled || loading ? 'button--off' : ''}`
  const inside = (
    <>
      {icon && !loading && <Icon name={icon} />}
      {loading && <View className="button__busy" />}
      <Text className="button__word">{children}</Text>
    </>
  )
  if (wechat && process.env.TARO_ENV === 'weapp') {
    return (
      <NativeButton
        className={`tap ${name}`}
        openType={wechat.openType}
        hoverClass="tap--pressed"
        onGetPhoneNumber={(event) => wechat.onCode?.(event.detail.code ?? null)}
      >
        {inside}
      </NativeButton>
    )
  }
  return (
    <Tap className={name} disabled={disabled || loading} label={label} onTap={() => onTap?.()}>
      {inside}
    </Tap>
  )
}
