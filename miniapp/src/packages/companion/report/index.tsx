import { useEffect } from 'react'
import { useParam } from '@/parts/go'
import { Card, ErrorState, Note, Screen, Skeleton } from '@/ui'
import { useTask } from '../parts/use-task'
import { keepDraft } from './draft'
import { ReportForm } from './report-form'
import { ReportView } from './report-view'

export default function Report() {
  const id = useParam('id')
  const { task, seen, error, reload } = useTask(id)
  const isOver = Boolean(task?.report)
  useEffect(() => {
    // what is with the server need not lie on the phone
    if (isOver) keepDraft(id, null)
  }, [isOver, id])
  if (task?.report) return <ReportView report={task.report} />
  if (task && seen && !seen.isReportWaiting) return <ReportForm task={task} isAllowed={seen.isReportNext} />
  return (
    <Screen title="服务报告">
      {task && seen ? (
        <Card title="报告已写好">
          <Note>正在等网络，发出后家属就能看到。</Note>
        </Card>
      ) : error ? (
        <ErrorState message={error} kept="写好的内容在手机里" onRetry={reload} />
      ) : (
        <Skeleton />
      )}
    </Screen>
  )
}
