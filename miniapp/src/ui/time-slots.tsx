import { View } from '@tarojs/components'
import { spoken } from './a11y'
import { Tap } from './tap'
import './time-slots.scss'

export interface Slot {
  /** HH:mm */
  clock: string
  disabled?: boolean
  note?: string
}

export function TimeSlots({ slots, value, onChange }: { slots: readonly Slot[]; value: string | null; onChange: (clock: string) => void }) {
  return (
    <View className='slots' {...spoken('radiogroup', { label: '开始时间' })}>
      {slots.map(({ clock, disabled = false, note }) => (
        <Tap
          key={clock}
          role='radio'
          checked={clock === value}
          disabled={disabled}
          className={`slot ${clock === value ? 'slot--on' : ''} ${disabled ? 'slot--off' : ''}`}
          onTap={() => onChange(clock)}
        >
          {clock}
          {note && <View className='slot__note'>{note}</View>}
        </Tap>
      ))}
    </View>
  )
}
