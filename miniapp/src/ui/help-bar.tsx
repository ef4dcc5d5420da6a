import { useState } from 'react'
import { View } from '@tarojs/components'
import { call } from '../platform/phone'
import { supportPhone } from '../platform/config'
import { canReadAloud, readPage, stopReading } from '../platform/read-aloud'
import { Button } from './button'
import { Icon } from './icon'
import { Note } from './text'
import { Sheet } from './sheet'
import { Tap } from './tap'
import './help-bar.scss'

interface HelpBarProps {
  readAloud?: string | undefined
  callFirst: { name: string; phone: string } | null
}

/** Elder mode: a person to call and a voice that reads, on every page at the same place. */
export function HelpBar({ readAloud, callFirst }: HelpBarProps) {
  const [isOpen, setOpen] = useState(false)
  const [isReading, setReading] = useState(false)
  const phone = supportPhone()
  const read = () => {
    if (isReading) stopReading()
    else readPage(readAloud, () => setReading(false))
    setReading(!isReading)
  }
  return (
    <View className="help">
      <View className="help__column">
        {canReadAloud() && (
          <Tap className="help__button" onTap={read}>
            <Icon name={isReading ? 'player-stop' : 'volume'} size={24} />
            {isReading ? '停下' : '读给我听'}
          </Tap>
        )}
        <Tap className="help__button help__button--call" onTap={() => setOpen(true)}>
          <Icon name="phone" size={24} />
          找人帮忙
        </Tap>
      </View>
      <Sheet open={isOpen} title="打给谁" onClose={() => setOpen(false)}>
        <View className="help__choices">
          {callFirst && (
            <Button kind="primary" icon="phone" onTap={() => call(callFirst.phone)}>
              {callFirst.name}
            </Button>
          )}
          {phone ? (
            <Button kind={callFirst ? 'plain' : 'primary'} icon="phone" onTap={() => call(phone)}>
              伴医客服
            </Button>
          ) : (
            <Note>客服电话还没有设置好。</Note>
          )}
          <Button kind="danger" icon="ambulance" onTap={() => call('120')}>
            急救 120
          </Button>
        </View>
      </Sheet>
    </View>
  )
}
