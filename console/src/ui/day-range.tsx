import type { ReactElement } from 'react'
import { DatePicker } from 'antd'
import dayjs from 'dayjs'

interface Props {
  from: string
  to: string
  onChange: (change: { from?: string; to?: string }) => void
}
export const isDay = (value: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
const toDay = (value: string): dayjs.Dayjs | null => (isDay(value) ? dayjs(value) : null)

export function DayRange({ from, to, onChange }: Props): ReactElement {
  return (
    <div className="dates">
      <DatePicker
        aria-label="从哪天"
        placeholder="从"
        value={toDay(from)}
        maxDate={toDay(to) ?? undefined}
        onChange={(day) => onChange({ from: day?.format('YYYY-MM-DD') ?? '' })}
      />
      <span aria-hidden>–</span>
      <DatePicker
        aria-label="到哪天"
        placeholder="到"
        value={toDay(to)}
        minDate={toDay(from) ?? undefined}
        onChange={(day) => onChange({ to: day?.format('YYYY-MM-DD') ?? '' })}
      />
    </div>
  )
}
