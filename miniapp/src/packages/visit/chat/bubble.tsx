import type { ReactNode } from 'react'
import { Image, View } from '@tarojs/components'
import type { Message } from '@banyi/contract/messaging'
import { useRead } from '@/api'
import { localPicture, showPictures } from '@/platform/pictures'
import { sayTime } from '@/say/time'
import { useSession } from '@/store/session'
import { Avatar, Tap } from '@/ui'

const ROLE: Record<Message['senderRole'], string> = {
  family: '家属',
  companion: '陪诊员',
  operator: '伴医客服',
  system: '',
}
/** a new time line after five quiet minutes, as WeChat does it */
const QUIET_MS = 5 * 60_000

export const needsTime = (message: Message, before: Message | undefined): boolean =>
  !before || Date.parse(message.at) - Date.parse(before.at) > QUIET_MS
export const TimeLine = ({ at }: { at: string }) => <View className="chat__time">{sayTime(at)}</View>

export function Bubble({ message, readMark }: { message: Message; readMark: string | null }) {
  if (message.kind === 'system') return <View className="chat__system">{message.text}</View>
  return (
    <Side isMine={message.isMine} name={message.senderName} role={ROLE[message.senderRole]} foot={readMark}>
      {message.picture ? <Picture picture={message.picture} /> : message.text}
    </Side>
  )
}

export function Side({
  isMine,
  name,
  role,
  foot,
  children,
}: {
  isMine: boolean
  name: string
  role: string
  foot: ReactNode
  children: ReactNode
}) {
  return (
    <View className={`chat__line ${isMine ? 'chat__line--mine' : ''}`}>
      <Avatar name={name} size={40} />
      <View className="chat__said">
        {!isMine && (
          <View className="chat__who">
            {name}
            {role && name !== role ? ` · ${role}` : ''}
          </View>
        )}
        <View className="chat__bubble">{children}</View>
        {foot && <View className="chat__foot">{foot}</View>}
      </View>
    </View>
  )
}

function Picture({ picture }: { picture: NonNullable<Message['picture']> }) {
  const token = useSession((s) => s.token)
  const {
    data: path,
    error,
    reload,
  } = useRead(token ? `picture.${picture.id}` : null, () =>
    localPicture(`/messaging/pictures/${picture.id}`, token ?? ''),
  )
  const wide = Math.min(200, picture.width)
  const style = {
    width: `${wide}px`,
    height: `${Math.min(280, Math.round((wide * picture.height) / Math.max(1, picture.width)))}px`,
  }
  if (error)
    return (
      <Tap className="chat__lost" onTap={reload}>
        图片没有载入，点这里再试
      </Tap>
    )
  if (!path) return <View className="chat__picture" style={style} />
  return (
    <Tap className="chat__picture" label="看大图" onTap={() => showPictures([path], path)}>
      <Image src={path} mode="aspectFill" style={style} />
    </Tap>
  )
}
