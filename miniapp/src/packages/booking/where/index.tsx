import { useEffect } from 'react'
import { api, useRead } from '@/api'
import { go, PAGE } from '@/parts/go'
import { isPast, addDays, today, instantOf } from '@/say/time'
import { useBooking } from '@/store/booking'
import { toast } from '@/store/say'
import {
  ChoiceCard,
  DayStrip,
  Field,
  Gap,
  List,
  Money,
  Note,
  Progress,
  Row,
  Screen,
  Segmented,
  TextInput,
  TimeSlots,
  Title,
  type Slot,
} from '@/ui'
import { PriceFooter } from '../parts/price-footer'
import { lackingForWhere, STEPS } from '../parts/steps'
import { usePrice } from '../parts/use-price'

const DAYS_AHEAD = 14
/** the earliest start from now: somebody has to accept and get there */
const LEAD_MS = 2 * 3_600_000
const CLOCKS = Array.from(
  { length: 21 },
  (_, at) => `${String(6 + Math.floor((at + 1) / 2)).padStart(2, '0')}:${at % 2 === 0 ? '30' : '00'}`,
)

export default function Where() {
  const { draft, change } = useBooking()
  const price = usePrice()
  const hospital = useRead(draft.hospital ? `hospital.${draft.hospital.id}` : null, () =>
    api.hospitals.getHospital({ params: { id: draft.hospital?.id ?? '' } }),
  )
  const minutes = price.list.data?.packages.find((p) => p.kind === draft.packageKind)?.minutes ?? 240
  const from = today()
  const companionId = draft.companion?.id
  const free = useRead(companionId ? `free.${companionId}.${minutes}.${from}` : null, () =>
    api.companions.getAvailability({
      params: { id: companionId ?? '' },
      query: { from, to: addDays(from, DAYS_AHEAD), minutes },
    }),
  )

  const isFree = (day: string, clock: string) => {
    const starts = Date.parse(instantOf(day, clock))
    if (isPast(starts - LEAD_MS)) return false
    const known = free.data?.days.find((d) => d.day === day)
    return (
      !free.data ||
      Boolean(
        known?.ranges.some(
          (r) => Date.parse(r.startsAt) <= starts && starts + minutes * 60_000 <= Date.parse(r.endsAt),
        ),
      )
    )
  }
  const days = Array.from({ length: DAYS_AHEAD }, (_, at) => {
    const day = addDays(from, at)
    const known = free.data?.days.find((d) => d.day === day)
    const disabled = !CLOCKS.some((clock) => isFree(day, clock))
    return { day, disabled, note: known?.dayName ?? (disabled ? '约满' : '') }
  })
  const slots: Slot[] = draft.day ? CLOCKS.map((clock) => ({ clock, disabled: !isFree(draft.day ?? '', clock) })) : []

  const points = hospital.data?.guide.meetingPoints ?? []
  const usual = points[0]
  useEffect(() => {
    if (!draft.meetingPoint && usual) change({ meetingPoint: usual })
  }, [usual, draft.meetingPoint, change])

  const next = () => {
    const lack = lackingForWhere(draft)
    if (lack) return toast(lack)
    go(PAGE.companion())
  }
  return (
    <Screen title="预约陪诊" footer={<PriceFooter price={price} action="下一步" onNext={next} />}>
      <Progress steps={STEPS} at={1} />
      <List>
        <Row
          icon="building-hospital"
          title={draft.hospital?.name ?? '选择医院'}
          note={
            draft.hospital
              ? [draft.hospital.district, draft.hospital.address].filter(Boolean).join(' · ')
              : '按名字、拼音、区或距离找'
          }
          value={draft.hospital ? '换' : undefined}
          onTap={() => go(PAGE.hospitalSearch)}
        />
        <Row
          icon="stethoscope"
          title={draft.department?.name ?? '科室'}
          note={draft.department ? '' : '还不确定可以先不选'}
          value={draft.department ? '换' : undefined}
          onTap={() => go(PAGE.department)}
        />
      </List>
      <Title>哪一天</Title>
      {draft.companion && <Note tone="warm">正在看{draft.companion.name}有空的时间</Note>}
      <Gap size={2} />
      <DayStrip
        days={days}
        value={draft.day}
        onChange={(day) =>
          change({
            day,
            clock: draft.clock && isFree(day, draft.clock) ? draft.clock : null,
            companion: draft.companion,
          })
        }
      />
      {free.error && <Note tone="danger">{free.error}</Note>}
      <Gap size={4} />
      <Title>几点碰头</Title>
      <Note>7:30 以前开始，加收早班费</Note>
      <Gap size={2} />
      {draft.day ? (
        <TimeSlots
          slots={slots}
          value={draft.clock}
          onChange={(clock) => change({ clock, companion: draft.companion })}
        />
      ) : (
        <Note>先选哪一天</Note>
      )}
      <Gap size={6} />
      <Field label="在哪里碰头" hint="医院里好找的地方">
        {points.length > 0 && (
          <>
            <Segmented
              label="常用碰头点"
              options={points.map((p) => ({ value: p, word: p }))}
              value={draft.meetingPoint}
              onChange={(meetingPoint) => change({ meetingPoint })}
            />
            <Gap size={2} />
          </>
        )}
        <TextInput
          label="碰头地点"
          maxLength={100}
          value={draft.meetingPoint}
          placeholder="例如：门诊大厅一楼服务台"
          onChange={(meetingPoint) => change({ meetingPoint })}
        />
      </Field>
      <Title>需要加上</Title>
      <Gap size={2} />
      {price.list.data?.addOns
        .filter((a) => a.addOn !== 'early-morning')
        .map(({ addOn, name, description, priceFen }) => (
          <ChoiceCard
            key={addOn}
            role="checkbox"
            on={draft.addOns.includes(addOn)}
            title={name}
            note={description}
            aside={<Money fen={priceFen} />}
            onTap={() =>
              change({
                addOns: draft.addOns.includes(addOn)
                  ? draft.addOns.filter((a) => a !== addOn)
                  : [...draft.addOns, addOn],
              })
            }
          />
        ))}
      {price.quote.error && <Note tone="danger">报价没有读到：{price.quote.error}</Note>}
    </Screen>
  )
}
