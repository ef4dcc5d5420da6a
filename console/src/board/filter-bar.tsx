/** Search, district, companion and dates. Every change goes to the URL. */
import type { ReactElement } from 'react'
import { Button, DatePicker, Select } from 'antd'
import dayjs from 'dayjs'
import { useMay } from '../app/use-session.ts'
import { SearchBox } from '../ui/search-box.tsx'
import { useDistrictOptions } from '../ui/use-districts.ts'
import { addDays, dayOf } from '../words/time.ts'
import { useCompanionOptions } from './use-companion-options.ts'
import { isFiltered, noFilters, type Filters } from './filters.ts'

interface Props {
  filters: Filters
  onChange: (change: Partial<Filters>) => void
}
const toDay = (value: string): dayjs.Dayjs | null => (value === '' ? null : dayjs(value))

export function FilterBar({ filters, onChange }: Props): ReactElement {
  const districts = useDistrictOptions()
  const canSeeRoster = useMay('seeRoster')
  const companions = useCompanionOptions(filters.companionId, canSeeRoster)
  const today = dayOf(Date.now())
  const ranges = [
    { name: '今天', from: today, to: today },
    { name: '明天', from: addDays(today, 1), to: addDays(today, 1) },
    { name: '7 天内', from: today, to: addDays(today, 6) },
  ]
  return (
    <search className="filter-bar">
      <SearchBox
        label="搜索订单"
        placeholder="订单号、医院或家属手机号"
        value={filters.query}
        onSearch={(query) => onChange({ query })}
      />
      <Select
        aria-label="区"
        placeholder="全部区"
        allowClear
        showSearch
        value={filters.district || undefined}
        onChange={(value: string | undefined) => onChange({ district: value ?? '' })}
        options={districts}
      />
      {canSeeRoster && (
        <Select
          aria-label="陪诊员"
          placeholder="全部陪诊员"
          allowClear
          showSearch={{ filterOption: false, onSearch: companions.search }}
          value={filters.companionId || undefined}
          onChange={(value: string | undefined) => onChange({ companionId: value ?? '' })}
          options={companions.options}
          notFoundContent={companions.isFetching ? '正在查找' : '没有找到'}
        />
      )}
      <div className="dates">
        <DatePicker
          aria-label="从哪天"
          placeholder="从"
          value={toDay(filters.from)}
          maxDate={toDay(filters.to) ?? undefined}
          onChange={(day) => onChange({ from: day?.format('YYYY-MM-DD') ?? '' })}
        />
        <span aria-hidden>–</span>
        <DatePicker
          aria-label="到哪天"
          placeholder="到"
          value={toDay(filters.to)}
          minDate={toDay(filters.from) ?? undefined}
          onChange={(day) => onChange({ to: day?.format('YYYY-MM-DD') ?? '' })}
        />
      </div>
      <div className="row">
        {ranges.map(({ name, from, to }) => {
          const isOn = filters.from === from && filters.to === to
          return (
            <Button
              key={name}
              type={isOn ? 'primary' : 'default'}
              aria-pressed={isOn}
              onClick={() => onChange(isOn ? { from: '', to: '' } : { from, to })}
            >
              {name}
            </Button>
          )
        })}
        {isFiltered(filters) && (
          <Button type="link" onClick={() => onChange({ ...noFilters, sort: filters.sort })}>
            清除筛选
          </Button>
        )}
      </div>
    </search>
  )
}
