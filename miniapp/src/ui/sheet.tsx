import { type PropsWithChildren, type ReactNode } from 'react'
import { View } from '@tarojs/components'
import { spoken } from './a11y'
import { Icon } from './icon'
import { Tap } from './tap'
import { useEscape } from './use-escape'
import './sheet.scss'

interface SheetProps {
  open: boolean
  title: string
  onClose: () => void
  footer?: ReactNode
}

/** A paper that rises from the bottom; closed by its own word, never only by a gesture. */
export function Sheet({ open, title, onClose, footer, children }: PropsWithChildren<SheetProps>) {
  useEscape(open, onClose)
  if (!open) return null
  return (
    <View className="sheet">
      <View className="sheet__shade" onClick={onClose} />
      <View className="sheet__paper" {...spoken('dialog', { label: title, modal: true })}>
        <View className="sheet__head">
          <View className="sheet__title">{title}</View>
          <Tap className="sheet__close" onTap={onClose}>
            <Icon name="x" />
            关闭
          </Tap>
        </View>
        <View className="sheet__body">{children}</View>
        {footer && <View className="sheet__footer">{footer}</View>}
      </View>
    </View>
  )
}
