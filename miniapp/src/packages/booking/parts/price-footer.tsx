import { useState } from 'react'
import { View } from '@tarojs/components'
import { ActionBar, Button, Icon, Money, Note, PriceLines, Sheet, Tap } from '@/ui'
import type { Price } from './use-price'
import './price-footer.scss'

interface PriceFooterProps {
  price: Price
  action: string
  isBusy?: boolean
  onNext: () => void
}

/** The price so far, its lines one tap away, and the way on. */
export function PriceFooter({ price, action, isBusy = false, onNext }: PriceFooterProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <ActionBar
        sum={
          <Tap className="sum" onTap={() => setOpen(true)}>
            <View className="sum__money">
              {price.lines.length > 0 ? <Money fen={price.totalFen} big /> : '价格读取中'}
            </View>
            <View className="sum__more">
              看明细
              <Icon name="chevron-right" size={16} />
            </View>
          </Tap>
        }
        action={
          <Button kind="primary" loading={isBusy} onTap={onNext}>
            {action}
          </Button>
        }
      />
      <Sheet open={isOpen} title="价格明细" onClose={() => setOpen(false)}>
        <PriceLines lines={price.lines} totalFen={price.totalFen} />
        <Note>
          {price.quote.data
            ? '这是全部费用。医院的挂号费、检查费、药费由您自己付给医院。'
            : '选好医院和时间后，由平台报出最后的价格；没有其他收费。'}
        </Note>
      </Sheet>
    </>
  )
}
