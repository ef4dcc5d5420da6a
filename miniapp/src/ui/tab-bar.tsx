import Taro from '@tarojs/taro'
import { View } from '@tarojs/components'
import { spoken } from './a11y'
import { Icon, type IconName } from './icon'
import { Tap } from './tap'
import './tab-bar.scss'

type Tab = 'home' | 'orders' | 'mine'

const TABS: readonly { tab: Tab; word: string; icon: IconName }[] = [
  { tab: 'home', word: '首页', icon: 'home' },
  { tab: 'orders', word: '订单', icon: 'list-details' },
  { tab: 'mine', word: '我的', icon: 'user' },
]

/** Our own bar, because WeChat's has 10 px words that elder mode cannot enlarge. */
export function TabBar({ at }: { at: Tab }) {
  return (
    <View className="tabbar" {...spoken('navigation', { label: '主要页面' })}>
      <View className="tabbar__column">
        {TABS.map(({ tab, word, icon }) => (
          <Tap
            key={tab}
            role="link"
            className={`tabbar__tab ${tab === at ? 'tabbar__tab--on' : ''}`}
            label={tab === at ? `${word}，当前页面` : word}
            onTap={() => tab !== at && void Taro.switchTab({ url: `/pages/${tab}/index` })}
          >
            <Icon name={icon} size={24} />
            <View>{word}</View>
          </Tap>
        ))}
      </View>
    </View>
  )
}
