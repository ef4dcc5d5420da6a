import { type ReactNode } from 'react'
import { View } from '@tarojs/components'
import { spoken } from './a11y'
import { Icon } from './icon'
import { Tap } from './tap'
import './choice.scss'

export interface Option<V extends string> {
  value: V
  word: string
}

interface SegmentedProps<V extends string> {
  label: string
  options: readonly Option<V>[]
  value: V | null
  onChange: (value: V) => void
}

/** A few short answers side by side; they wrap when the type is large. */
export function Segmented<V extends string>({ label, options, value, onChange }: SegmentedProps<V>) {
  return (
    <View className="segments" {...spoken('radiogroup', { label })}>
      {options.map((option) => (
        <Tap
          key={option.value}
          role="radio"
          checked={option.value === value}
          className={`segment ${option.value === value ? 'segment--on' : ''}`}
          onTap={() => onChange(option.value)}
        >
          {option.value === value && <Icon name="check" size={16} />}
          {option.word}
        </Tap>
      ))}
    </View>
  )
}

interface ManyProps<V extends string> {
  label: string
  options: readonly Option<V>[]
  values: readonly V[]
  onChange: (values: V[]) => void
}

/** As Segmented, but several may be chosen. */
export function Many<V extends string>({ label, options, values, onChange }: ManyProps<V>) {
  return (
    <View className="segments" aria-label={label}>
      {options.map(({ value, word }) => {
        const isOn = values.includes(value)
        return (
          <Tap
            key={value}
            role="checkbox"
            checked={isOn}
            className={`segment ${isOn ? 'segment--on' : ''}`}
            onTap={() => onChange(isOn ? values.filter((v) => v !== value) : [...values, value])}
          >
            {isOn && <Icon name="check" size={16} />}
            {word}
          </Tap>
        )
      })}
    </View>
  )
}

interface ChoiceCardProps {
  title: ReactNode
  note?: ReactNode
  aside?: ReactNode
  front?: ReactNode
  on: boolean
  /** radio: one of several; checkbox: each for itself */
  role?: 'radio' | 'checkbox'
  disabled?: boolean
  onTap: () => void
}

export function ChoiceCard({
  title,
  note,
  aside,
  front,
  on,
  role = 'radio',
  disabled = false,
  onTap,
}: ChoiceCardProps) {
  return (
    <Tap
      className={`choice ${on ? 'choice--on' : ''} ${disabled ? 'choice--off' : ''}`}
      role={role}
      checked={on}
      disabled={disabled}
      onTap={onTap}
    >
      <View className={`choice__mark choice__mark--${role}`}>{on && <Icon name="check" size={16} />}</View>
      {front}
      <View className="choice__words">
        <View className="choice__title">{title}</View>
        {note && <View className="choice__note">{note}</View>}
      </View>
      {aside !== undefined && <View className="choice__aside">{aside}</View>}
    </Tap>
  )
}

/** A consent or a switch-like statement; never ticked beforehand by us. */
export function CheckLine({
  on,
  onChange,
  children,
}: {
  on: boolean
  onChange: (on: boolean) => void
  children: ReactNode
}) {
  return (
    <Tap className="checkline" role="checkbox" checked={on} onTap={() => onChange(!on)}>
      <View className={`choice__mark choice__mark--checkbox ${on ? 'choice__mark--on' : ''}`}>
        {on && <Icon name="check" size={16} />}
      </View>
      <View className="checkline__words">{children}</View>
    </Tap>
  )
}

export function Switch({ on, label, onChange }: { on: boolean; label: string; onChange: (on: boolean) => void }) {
  return (
    <Tap className="switch" role="switch" checked={on} label={label} onTap={() => onChange(!on)}>
      <View className="switch__word">{on ? '开' : '关'}</View>
      <View className={`switch__track ${on ? 'switch__track--on' : ''}`}>
        <View className="switch__thumb" />
      </View>
    </Tap>
  )
}
