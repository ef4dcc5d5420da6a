import { type PropsWithChildren, type ReactNode } from 'react'
import { View } from '@tarojs/components'
import { useElder } from '../store/elder'
import { spoken } from './a11y'
import { Dialog } from './dialog'
import { HelpBar } from './help-bar'
import { NavBar } from './nav-bar'
import { OfflineStrip } from './offline-strip'
import { TabBar } from './tab-bar'
import { Toast } from './toast'
import './screen.scss'

interface ScreenProps {
  title: string
  /** the one strong action of the page; stays at the bottom */
  footer?: ReactNode
  /** one of the three first pages: shows the tab bar, has no way back */
  tab?: 'home' | 'orders' | 'mine'
  /** false where there is nowhere to go back to (a family link) */
  back?: boolean
  /** no padding: chat, maps */
  flush?: boolean
  /** what is read aloud; default is the page's own text */
  readAloud?: string
  /** whom the call button of elder mode reaches first */
  callFirst?: { name: string; phone: string } | null
  overlay?: ReactNode
}

/** The root of every page: type size, colours, safe areas, the way back, what the page has to say. */
export function Screen({
  title,
  footer,
  tab,
  back = true,
  flush = false,
  readAloud,
  callFirst,
  overlay,
  children,
}: PropsWithChildren<ScreenProps>) {
  const { isOn, factor } = useElder()
  const own = !isOn && factor > 1 ? { style: { '--px': `${factor}px` } as Record<string, string> } : {}
  const help = isOn && <HelpBar readAloud={readAloud} callFirst={callFirst ?? null} />
  return (
    <View
      className={`screen screen--${process.env.TARO_ENV} ${isOn ? 'screen--elder' : ''} ${tab ? 'screen--tab' : ''}`}
      {...own}
    >
      {process.env.TARO_ENV === 'h5' ? (
        <View className="screen__top">
          <NavBar title={title} back={back && !tab} />
          {help}
        </View>
      ) : (
        help
      )}
      <OfflineStrip />
      <View className={`screen__body ${flush ? 'screen__body--flush' : ''}`} {...spoken('main')}>
        {children}
      </View>
      {footer && (
        <View className="screen__footer" {...spoken('region', { label: '操作' })}>
          <View className="screen__column">{footer}</View>
        </View>
      )}
      {tab && <TabBar at={tab} />}
      {overlay}
      <Toast />
      <Dialog />
    </View>
  )
}
