import { View } from '@tarojs/components'
import { useElder } from '../store/elder'
import { spoken } from './a11y'
import { Tap } from './tap'
import './time-slots.scss'

export interface Slot {
  /** HH:mm */
  clock: string
  disabled?: boolean
  note?: string
}

export function TimeSlots({
  slots,
  value,
  onChange,
}: {
  slots: readonly Slot[]
  value: string | null
  onChange: (clock: string) => void
}) {
  // fewer choices: what cannot be chosen is not shown
  const isElder = useElder((s) => s.isOn)
  const shown = isElder ? slots.filter((slot) => !slot.disabled) : slots
  return (
    <View className="slots" {...spoken('radiogroup', { label: '开始时间' })}>
      {shown.map(({ clock, disabled = false, note }) => (
        <Tap
          key={clock}
          role="radio"
          checked={clock === value}
          disabled={disabled}
          className={`slot ${clock === value ? 'slot--on' : ''} ${disabled ? 'slot--off' : ''}`}
          onTap={() => onChange(clock)}
        >
          {clock}
          {note && <View className="slot__note">{note}</View>}
        </Tap>
      ))}
    </View>
  )
}
