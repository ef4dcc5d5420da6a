import { routes } from '@banyi/contract/routes.gen'
import { api, useCommand, useRead } from '@/api'
import { useParam } from '@/parts/go'
import { sayMonth } from '@/parts/month-step'
import { openDocument } from '@/platform/documents'
import { sayTime } from '@/say/time'
import { useSession } from '@/store/session'
import { Button, Card, ErrorState, Gap, List, Money, Note, PriceLines, Row, Screen, Skeleton, Stack, Title } from '@/ui'
import { Gate } from '../parts/gate'

/** One month on one page, as it is printed. */
export default function StatementPage() {
  const month = useParam('month')
  const token = useSession((s) => s.token)
  const { data, error, reload } = useRead(token && month ? `statement.${month}` : null, () =>
    api.payments.getMyStatement({ params: { month } }),
  )
  const command = useCommand()
  const save = (kind: 'pdf' | 'csv') => {
    const [, path] = routes.payments[kind === 'pdf' ? 'getMyStatementPdf' : 'getMyStatementCsv']
    if (token) void command.run(() => openDocument(path.replace(':month', month), token, `月结单-${month}`, kind))
  }
  return (
    <Screen
      title="月结单"
      footer={
        data ? (
          <Stack gap={2}>
            <Button kind="primary" icon="download" loading={command.isBusy} onTap={() => save('pdf')}>
              下载 PDF
            </Button>
            <Button kind="text" disabled={command.isBusy} onTap={() => save('csv')}>
              {process.env.TARO_ENV === 'weapp' ? '把表格（CSV）发到聊天' : '下载表格（CSV）'}
            </Button>
          </Stack>
        ) : undefined
      }
    >
      <Gate>
        {!data && (error ? <ErrorState message={error} onRetry={reload} /> : <Skeleton />)}
        {data && (
          <>
            <Title>{`${data.name}，${sayMonth(data.month)}`}</Title>
            <Note>{`完成 ${data.orders} 单`}</Note>
            <Gap size={2} />
            <Card>
              <PriceLines
                lines={[
                  { title: '月初余额', fen: data.openingFen },
                  { title: '陪诊收入', fen: data.incomeFen },
                  { title: '感谢红包', fen: data.tipFen },
                  { title: '调整', note: '平台补发、扣回，每笔写明原因', fen: data.adjustmentFen },
                  { title: '提现', fen: -data.withdrawnFen },
                ]}
                totalFen={data.closingFen}
                totalTitle="月末余额"
              />
            </Card>
            <Title>逐笔</Title>
            <Gap size={2} />
            {data.lines.length === 0 && <Note>这个月没有进出。</Note>}
            <List>
              {data.lines.map((line) => (
                <Row
                  key={line.id}
                  title={line.title}
                  note={[sayTime(line.at), line.orderNumber].filter(Boolean).join(' · ')}
                  value={<Money fen={line.amountFen} />}
                />
              ))}
            </List>
            <Note>{`指纹 ${data.fingerprint}`}</Note>
            <Note>和 PDF 上印的一样，就是没有改动过的同一份。</Note>
          </>
        )}
      </Gate>
    </Screen>
  )
}
