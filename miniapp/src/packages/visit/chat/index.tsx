import { useEffect, useState } from 'react'
import Taro from '@tarojs/taro'
import { View } from '@tarojs/components'
import { sayProblem } from '@/api'
import { useParam } from '@/parts/go'
import { SignedIn } from '@/parts/signed-in'
import { choosePicture } from '@/platform/pictures'
import { useSession } from '@/store/session'
import { toast } from '@/store/say'
import { Button, Empty, ErrorState, Icon, Note, Screen, Skeleton, Tap, TextInput } from '@/ui'
import { Bubble, needsTime, Side, TimeLine } from './bubble'
import { useChat } from './use-chat'
import './index.scss'

export default function ChatPage() {
  const id = useParam('id')
  const token = useSession((s) => s.token)
  const chat = useChat(token ? id : '')
  const [text, setText] = useState('')
  const newest = chat.messages.at(-1)?.seq ?? 0
  const waiting = chat.outgoing.length

  // to the newest line, when one came or went
  useEffect(() => {
    if (newest === 0 && waiting === 0) return
    const timer = setTimeout(() => void Taro.pageScrollTo({ scrollTop: 1_000_000, duration: 0 }), 60)
    return () => clearTimeout(timer)
  }, [newest, waiting])

  const send = () => {
    const words = text.trim()
    if (!words) return
    chat.say(words)
    setText('')
  }
  const picture = () =>
    choosePicture().then(
      (chosen) => chosen && chat.show(chosen),
      (problem: unknown) => toast(sayProblem(problem)),
    )

  const others = chat.thread?.members.filter((m) => !m.isMe) ?? []
  const lastMine = chat.messages.filter((m) => m.isMine).at(-1)?.seq
  const isRead = lastMine !== undefined && others.some((m) => m.readSeq >= lastMine)
  const isOpen = chat.thread?.isOpen ?? false
  return (
    <Screen
      title={chat.thread?.title ?? '聊天'}
      flush
      footer={
        isOpen ? (
          <View className="chat__bar">
            <Tap className="chat__tool" onTap={() => void picture()}>
              <Icon name="photo" size={24} />
              图片
            </Tap>
            <View className="chat__field">
              <TextInput
                label="消息"
                value={text}
                maxLength={1000}
                confirm="send"
                placeholder="说点什么"
                onChange={setText}
                onDone={send}
              />
            </View>
            <Button kind="primary" size="small" disabled={!text.trim()} onTap={send}>
              发送
            </Button>
          </View>
        ) : chat.thread ? (
          <Note>这次服务已经结束，聊天只能看，不能再发。有事请联系客服。</Note>
        ) : undefined
      }
    >
      <View className="chat">
        <SignedIn why="登录后可以聊天">
          {!chat.thread && (chat.error ? <ErrorState message={chat.error} onRetry={chat.reload} /> : <Skeleton />)}
          {chat.hasOlder && (
            <Button kind="text" loading={chat.isLoading} onTap={chat.older}>
              看更早的消息
            </Button>
          )}
          {chat.thread && chat.messages.length === 0 && waiting === 0 && (
            <Empty title="还没有消息" note={isOpen ? '有什么要交代的，可以现在就写给陪诊员' : ''} />
          )}
          {chat.messages.map((message, at) => (
            <View key={message.seq}>
              {needsTime(message, chat.messages[at - 1]) && <TimeLine at={message.at} />}
              <Bubble message={message} readMark={message.seq === lastMine ? (isRead ? '已读' : '已送到') : null} />
            </View>
          ))}
          {chat.outgoing.map((message) => (
            <Side
              key={message.commandId}
              isMine
              name="我"
              role=""
              foot={
                message.problem ? (
                  <View className="chat__failed">
                    没有发出：{message.problem}
                    <Button kind="text" size="small" onTap={() => chat.again(message)}>
                      再发一次
                    </Button>
                    <Button kind="text" size="small" onTap={() => chat.drop(message)}>
                      不发了
                    </Button>
                  </View>
                ) : (
                  '正在发送'
                )
              }
            >
              {message.picture ? '图片' : message.text}
            </Side>
          ))}
        </SignedIn>
      </View>
    </Screen>
  )
}
