import { Button, Side, Strong } from '@/ui'

/** 2026-11 -> 2026年11月 */
export const sayMonth = (month: string): string => `${month.slice(0, 4)}年${Number(month.slice(5))}月`

export function monthAfter(month: string, steps: number): string {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + steps
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`
}

/** One month at a time, between the first and the last. */
export function MonthStep({
  month,
  first,
  last,
  onChange,
}: {
  month: string
  first: string
  last: string
  onChange: (month: string) => void
}) {
  return (
    <Side spread>
      <Strong>{sayMonth(month)}</Strong>
      <Side>
        <Button size="small" disabled={month <= first} onTap={() => onChange(monthAfter(month, -1))}>
          上个月
        </Button>
        <Button size="small" disabled={month >= last} onTap={() => onChange(monthAfter(month, 1))}>
          下个月
        </Button>
      </Side>
    </Side>
  )
}
