/** Export with progress; it can be stopped, and says what the file will hold before it begins. */
import { useEffect, useRef, useState, type ReactElement } from 'react'
import { Button, Modal, Progress as Bar } from 'antd'
import { useClient } from '../api/api.ts'
import { sentenceOf } from '../api/problems.ts'
import { useReturnFocus } from '../ui/use-return-focus.ts'
import { dayOf } from '../words/time.ts'
import type { Column } from './columns.tsx'
import { saveFile, toCsv } from './csv.ts'
import { MAX_ROWS, readAllRows, type Progress } from './export-rows.ts'
import type { Filters } from './filters.ts'

interface Props {
  filters: Filters
  columns: readonly Column[]
  total: number
  onClose: () => void
}
type Stage =
  | { kind: 'ask' }
  | { kind: 'reading'; progress: Progress }
  | { kind: 'saved'; count: number }
  | { kind: 'failed'; sentence: string }

export function ExportDialog({ filters, columns, total, onClose }: Props): ReactElement {
  const client = useClient()
  const [stage, setStage] = useState<Stage>({ kind: 'ask' })
  useReturnFocus()
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])

  const run = async (): Promise<void> => {
    const controller = (stop.current = new AbortController())
    setStage({ kind: 'reading', progress: { done: 0, total: Math.min(total, MAX_ROWS) } })
    try {
      const rows = await readAllRows(client, filters, controller.signal, (progress) =>
        setStage({ kind: 'reading', progress }),
      )
      saveFile(
        `伴医订单-${dayOf(Date.now())}.csv`,
        toCsv([columns.map((c) => c.title), ...rows.map((row) => columns.map((c) => c.text(row)))]),
      )
      setStage({ kind: 'saved', count: rows.length })
    } catch (error) {
      if (!controller.signal.aborted) setStage({ kind: 'failed', sentence: sentenceOf(error) })
    }
  }
  const isReading = stage.kind === 'reading'
  return (
    <Modal open title="导出订单" onCancel={onClose} footer={null} width={440}>
      <div className="stack" aria-live="polite">
        {stage.kind === 'ask' && (
          <p>
            按现在的筛选和列导出 <strong>{Math.min(total, MAX_ROWS)}</strong> 单，姓名已打码。一次最多 {MAX_ROWS} 单
            {total > MAX_ROWS ? `，共有 ${total} 单，请缩小日期范围后分几次导出` : ''}。
          </p>
        )}
        {isReading && (
          <>
            <p>
              已读取 {stage.progress.done} / {stage.progress.total} 单
            </p>
            <Bar
              percent={Math.round((stage.progress.done / Math.max(1, stage.progress.total)) * 100)}
              aria-label="导出进度"
            />
          </>
        )}
        {stage.kind === 'saved' && <p>已保存 {stage.count} 单，文件在浏览器的下载里。</p>}
        {stage.kind === 'failed' && <p className="danger-text">没有导出：{stage.sentence}</p>}
        <div className="row end">
          <Button onClick={onClose}>{isReading ? '停止' : stage.kind === 'saved' ? '关闭' : '取消'}</Button>
          {stage.kind !== 'saved' && (
            <Button type="primary" loading={isReading} disabled={total === 0} onClick={() => void run()}>
              {stage.kind === 'failed' ? '重试' : '导出 CSV'}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  )
}
