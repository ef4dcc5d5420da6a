/** What @tarojs/components-react has, and plain elements for the rest that our kit uses. */
import type { ReactNode } from 'react'

export { Button, Image, Input, Picker, ScrollView, Text, View } from '@tarojs/components-react'

interface TextareaProps {
  value: string
  placeholder?: string
  nativeProps?: Record<string, string>
  onInput: (event: { detail: { value: string } }) => void
}
export const Textarea = ({ value, placeholder, nativeProps, onInput }: TextareaProps) => (
  <textarea
    value={value}
    placeholder={placeholder}
    {...nativeProps}
    onChange={(event) => onInput({ detail: { value: event.target.value } })}
  />
)
export const Map = ({ children }: { children?: ReactNode }) => <div>{children}</div>
