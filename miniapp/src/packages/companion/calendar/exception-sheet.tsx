import { useState } from 'react'
import { api, useCommand } from '@/api'
import { instantOf, sayDay } from '@/say/time'
import { toast } from '@/store/say'
import { Button, Field, Segmented, Sheet, TextInput, TimeField } from '@/ui'

interface ExceptionSheetProps {
  day: string
  kind: 'off' | 'extra' | null
  onClose: () => void
  onAdded: () => void
}

/** 请假 takes time away, 加班 adds some; both for one day. */
export function ExceptionSheet({ day, kind, onClose, onAdded }: ExceptionSheetProps) {
  const [span, setSpan] = useState<'day' | 'hours'>('day')
  const [from, setFrom] = useState('08:00')
  const [to, setTo] = useState('12:00')
  const [note, setNote] = useState('')
  const { run, isBusy, fields } = useCommand()
  const isWhole = kind === 'off' && span === 'day'
  const isWrong = !isWhole && from >= to
  const add = () =>
    run(async () => {
      if (!kind) return
      await api.companions.addMyException({
        body: { day, kind, from: isWhole ? null : from, to: isWhole ? null : to, note: note.trim() },
      })
      toast(kind === 'off' ? '已请假，家属不会再选到这段时间' : '已加班，家属可以选到这段时间')
      setNote('')
      onAdded()
    })
  const name = kind === 'off' ? '请假' : '加班'
  return (
    <Sheet
      open={kind !== null}
      title={`${sayDay(instantOf(day, '12:00'))} ${name}`}
      onClose={onClose}
      footer={
        <Button kind="primary" loading={isBusy} disabled={isWrong} onTap={() => void add()}>
          {isWrong ? '结束要晚于开始' : `确定${name}`}
        </Button>
      }
    >
      {kind === 'off' && (
        <Field label="请多久">
          <Segmented
            label="请多久"
            value={span}
            onChange={setSpan}
            options={[
              { value: 'day', word: '一整天' },
              { value: 'hours', word: '几个小时' },
            ]}
          />
        </Field>
      )}
      {!isWhole && (
        <>
          <Field label="从" error={fields['from']}>
            <TimeField label="从几点" value={from} onChange={setFrom} />
          </Field>
          <Field label="到" error={fields['to']}>
            <TimeField label="到几点" value={to} onChange={setTo} />
          </Field>
        </>
      )}
      <Field label="备注" optional hint="只有您和平台看得到" error={fields['note']}>
        <TextInput label="备注" value={note} onChange={setNote} maxLength={100} />
      </Field>
    </Sheet>
  )
}
