import { Image, Text, View } from '@tarojs/components'
import './avatar.scss'

/** A companion's own photo, or the last characters of the name; never a stock face. */
export function Avatar({
  name,
  photo,
  size = 48,
}: {
  name: string
  photo?: string | null | undefined
  size?: 40 | 48 | 72
}) {
  const initials = name.replace(/\*/g, '').slice(-2)
  return (
    <View className={`avatar avatar--at${size}`} aria-hidden="true">
      {photo ? <Image className="avatar__photo" src={photo} mode="aspectFill" lazyLoad /> : <Text>{initials}</Text>}
    </View>
  )
}
