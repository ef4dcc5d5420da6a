import Taro from '@tarojs/taro'
import { View } from '@tarojs/components'
import { spoken } from './a11y'
import { Icon } from './icon'
import { Tap } from './tap'
import './nav-bar.scss'

export function goBack(): void {
  if (Taro.getCurrentPages().length > 1) void Taro.navigateBack()
  else void Taro.switchTab({ url: '/pages/home/index' })
}

/** WeChat draws its own bar; browsers get this one. */
export function NavBar({ title, back }: { title: string; back: boolean }) {
  return (
    <View className="nav" {...spoken('navigation', { label: '页面导航' })}>
      <View className="nav__column">
        {back && (
          <Tap className="nav__back" onTap={goBack}>
            <Icon name="chevron-left" size={24} />
            返回
          </Tap>
        )}
        <View className={`nav__title ${back ? '' : 'nav__title--alone'}`} {...spoken('heading', { level: 1 })}>
          {title}
        </View>
        {back && <View className="nav__balance" />}
      </View>
    </View>
  )
}
