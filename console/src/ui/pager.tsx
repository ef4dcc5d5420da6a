/** Paging by cursor. A cursor knows only what comes next, so the way back is kept in the history entry. */
import type { ReactElement } from 'react'
import { Button } from 'antd'
import { useLocation, useNavigate, useSearchParams } from 'react-router'

interface Props {
  /** undefined where counting all of them would cost more than it says */
  total: number | undefined
  /** rows on this page */
  count: number
  pageSize: number
  nextCursor: string | null
  unit: string
}
export function Pager({ total, count, pageSize, nextCursor, unit }: Props): ReactElement {
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const { state } = useLocation() as { state: { trail?: string[] } | null }
  const cursor = search.get('cursor') ?? ''
  // a page opened by its address has no trail: its way back is the first page, and its number is not known
  const trail = cursor === '' ? [] : state?.trail
  const go = (to: string, nextTrail: string[]): void => {
    const next = new URLSearchParams(search)
    if (to === '') next.delete('cursor')
    else next.set('cursor', to)
    void navigate({ search: next.size > 0 ? `?${next.toString()}` : '' }, { state: { trail: nextTrail } })
  }
  const first = (trail?.length ?? 0) * pageSize + 1
  return (
    <nav className="pager" aria-label="翻页">
      <span className="muted" role="status">
        {[
          count === 0 || !trail ? '' : `第 ${first}–${first + count - 1} ${unit}`,
          total === undefined ? '' : `共 ${total} ${unit}`,
        ]
          .filter((words) => words !== '')
          .join('，')}
      </span>
      <div className="row">
        <Button disabled={cursor === ''} onClick={() => go(trail?.at(-1) ?? '', trail?.slice(0, -1) ?? [])}>
          {trail ? '上一页' : '第一页'}
        </Button>
        <Button disabled={nextCursor === null} onClick={() => go(nextCursor ?? '', [...(trail ?? []), cursor])}>
          下一页
        </Button>
      </div>
    </nav>
  )
}
