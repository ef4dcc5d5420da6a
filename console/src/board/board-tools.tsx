/** Columns, saved views and export: three small buttons beside the board. */
import { useState, type ReactElement } from 'react'
import { Button, Checkbox, Input, Popover } from 'antd'
import { DeleteOutlined, DownloadOutlined, SettingOutlined, StarOutlined } from '@ant-design/icons'
import { Link } from 'react-router'
import { useStored } from '../ui/stored.ts'
import { columns } from './columns.tsx'

/** inside the page's main part, so that a screen reader finds it there */
const besideButton = (button: HTMLElement): HTMLElement => button.parentElement ?? document.body

interface ColumnChoiceProps {
  chosen: readonly string[]
  onChange: (next: string[]) => void
}
export function ColumnChoice({ chosen, onChange }: ColumnChoiceProps): ReactElement {
  return (
    <Popover
      trigger="click"
      getPopupContainer={besideButton}
      placement="bottomRight"
      title="显示哪些列"
      content={
        <Checkbox.Group
          className="column-choice"
          value={[...chosen]}
          onChange={(next) => onChange(next)}
          options={columns.map(({ key, title }) => ({ value: key, label: title, disabled: key === 'number' }))}
        />
      }
    >
      <Button icon={<SettingOutlined aria-hidden />}>列</Button>
    </Popover>
  )
}

interface View {
  name: string
  search: string
}
const isViews = (value: unknown): value is View[] =>
  Array.isArray(value) &&
  value.every(
    (v: unknown) => typeof v === 'object' && v !== null && 'name' in v && 'search' in v && typeof v.search === 'string',
  )

/** kept on this machine; a view is a name for a URL */
export function SavedViews({ search }: { search: string }): ReactElement {
  const [views, keep] = useStored<View[]>('banyi.console.views', [], isViews)
  const [name, setName] = useState('')
  const [isOpen, setOpen] = useState(false)
  const save = (): void => {
    const trimmed = name.trim()
    if (trimmed === '') return
    keep([...views.filter((view) => view.name !== trimmed), { name: trimmed, search }].slice(-20))
    setName('')
  }
  return (
    <Popover
      trigger="click"
      getPopupContainer={besideButton}
      placement="bottomRight"
      title="我的视图"
      open={isOpen}
      onOpenChange={setOpen}
      content={
        <div className="views">
          {views.length === 0 && <p className="muted">把常用的筛选存下来，下次一点就到。只存在这台电脑上。</p>}
          <ul>
            {views.map((view) => (
              <li key={view.name}>
                <Link
                  to={{ search: view.search }}
                  onClick={() => setOpen(false)}
                  aria-current={view.search === search ? 'true' : undefined}
                >
                  {view.name}
                </Link>
                <Button
                  type="text"
                  icon={<DeleteOutlined aria-hidden />}
                  aria-label={`删除视图 ${view.name}`}
                  onClick={() => keep(views.filter((other) => other.name !== view.name))}
                />
              </li>
            ))}
          </ul>
          <form
            className="row"
            onSubmit={(event) => {
              event.preventDefault()
              save()
            }}
          >
            <Input
              value={name}
              onChange={(event) => setName(event.target.value)}
              maxLength={20}
              placeholder="给现在的筛选起个名字"
              aria-label="视图名字"
            />
            <Button htmlType="submit" disabled={name.trim() === ''}>
              保存
            </Button>
          </form>
        </div>
      }
    >
      <Button icon={<StarOutlined aria-hidden />}>视图</Button>
    </Popover>
  )
}

export function ExportButton({ onClick, isDisabled }: { onClick: () => void; isDisabled: boolean }): ReactElement {
  return (
    <Button icon={<DownloadOutlined aria-hidden />} onClick={onClick} disabled={isDisabled}>
      导出
    </Button>
  )
}
