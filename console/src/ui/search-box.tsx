import { useEffect, useState, type ReactElement } from 'react'
import { Input } from 'antd'

interface Props {
  label: string
  placeholder: string
  value: string
  onSearch: (value: string) => void
}
/** follows the URL: back and forward change what it says */
export function SearchBox({ label, placeholder, value, onSearch }: Props): ReactElement {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  return (
    <Input.Search
      aria-label={label}
      placeholder={placeholder}
      allowClear
      maxLength={50}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onSearch={(wanted) => onSearch(wanted.trim())}
      enterButton="搜索"
    />
  )
}
