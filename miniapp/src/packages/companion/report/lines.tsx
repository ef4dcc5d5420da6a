import { type ReactNode } from 'react'
import { toast } from '@/store/say'
import { Button, Card, Field, Stack } from '@/ui'

interface LinesProps<T> {
  title: string
  hint: string
  lines: readonly T[]
  empty: T
  max: number
  add: string
  errorOf: (at: number) => string | undefined
  onChange: (lines: T[]) => void
  render: (line: T, change: (part: Partial<T>) => void, at: number) => ReactNode
}

/** A growing list of small forms; taking one away can be undone. */
export function Lines<T extends object>({
  title,
  hint,
  lines,
  empty,
  max,
  add,
  errorOf,
  onChange,
  render,
}: LinesProps<T>) {
  const remove = (at: number) => {
    onChange(lines.filter((_, index) => index !== at))
    toast('已去掉一项', () => onChange([...lines]))
  }
  return (
    <Card title={title} aside={hint}>
      {lines.map((line, at) => (
        <Field key={at} label={`第 ${at + 1} 项`} error={errorOf(at)}>
          <Stack gap={2}>
            {render(
              line,
              (part) => onChange(lines.map((other, index) => (index === at ? { ...other, ...part } : other))),
              at,
            )}
            <Button
              kind="text"
              size="small"
              icon="trash"
              label={`去掉${title}第 ${at + 1} 项`}
              onTap={() => remove(at)}
            >
              去掉这一项
            </Button>
          </Stack>
        </Field>
      ))}
      {lines.length < max && (
        <Button icon="plus" onTap={() => onChange([...lines, { ...empty }])}>
          {add}
        </Button>
      )}
    </Card>
  )
}
