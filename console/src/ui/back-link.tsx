/** Back keeps the list's filters and page; a page opened by its address has nothing to go back to. */
import type { ReactElement } from 'react'
import { Button } from 'antd'
import { ArrowLeftOutlined } from '@ant-design/icons'
import { Link, useNavigate } from 'react-router'

export function BackLink({ to, name }: { to: string; name: string }): ReactElement {
  const navigate = useNavigate()
  const hasHistory = typeof window.history.state?.idx === 'number' && window.history.state.idx > 0
  return hasHistory ? (
    <Button type="link" className="back" icon={<ArrowLeftOutlined aria-hidden />} onClick={() => void navigate(-1)}>
      返回
    </Button>
  ) : (
    <Link to={to} className="back">
      <ArrowLeftOutlined aria-hidden /> {name}
    </Link>
  )
}
