import { Map, View } from '@tarojs/components'
import type { Fix } from '@/platform/place'
import './live-body.scss'

/** WeChat's own map; browsers open a map of their own instead, nothing is fetched from elsewhere. */
export function PlaceMap({ fix, title }: { fix: Fix; title: string }) {
  if (process.env.TARO_ENV !== 'weapp') return <View style={{ height: '8px' }} />
  return (
    <Map
      className="live__map"
      latitude={fix.lat}
      longitude={fix.lng}
      scale={16}
      markers={[{ id: 1, latitude: fix.lat, longitude: fix.lng, title, iconPath: '', width: 24, height: 32 }]}
      onError={() => undefined}
    />
  )
}
