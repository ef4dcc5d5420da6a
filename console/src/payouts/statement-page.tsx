/** A companion's month, line by line, as she reads it; PDF and CSV of the same. */
import type { ReactElement } from 'react'
import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import type { Statement } from '@banyi/contract/payments/payouts'
import { useClient } from '../api/api.ts'
import { statementPath } from '../api/paths.ts'
import { BackLink } from '../ui/back-link.tsx'
import { Card, PageHead } from '../ui/bits.tsx'
import { DownloadButton } from '../ui/download.tsx'
import { CardSkeleton, EmptyBox, Loaded } from '../ui/states.tsx'
import { useUrlWords } from '../ui/use-url-words.ts'
import { signedYuan, yuan } from '../words/money.ts'
import { dayOf, fullTime } from '../words/time.ts'

const isMonth = (word: string): boolean => /^20\d{2}-(0[1-9]|1[0-2])$/.test(word)

export function Component(): ReactElement {
  const { id = '' } = useParams()
  const client = useClient()
  const [words, change] = useUrlWords(['month'])
  const now = dayOf(Date.now()).slice(0, 7)
  const month = isMonth(words.month) ? words.month : now
  const query = useQuery({
    queryKey: ['money', 'statement', id, month],
    queryFn: () => client.payments.getStatementOf({ params: { payeeId: id, month } }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <BackLink to="/finance/payees" name="陪诊员余额" />
      <Loaded query={query} title="月结单" skeleton={<CardSkeleton rows={12} />}>
        {(statement) => (
          <div className={query.isPlaceholderData ? 'stale' : ''}>
            <PageHead
              title={`${statement.name}的月结单`}
              lead={<Link to={`/finance/withdrawals?payeeId=${id}`}>看提现</Link>}
              actions={
                <>
                  <DatePicker
                    aria-label="月份"
                    picker="month"
                    allowClear={false}
                    value={dayjs(`${month}-01`)}
                    maxDate={dayjs(`${now}-01`)}
                    onChange={(picked) => change({ month: picked?.format('YYYY-MM') ?? '' })}
                  />
                  <DownloadButton
                    path={statementPath(id, month, 'pdf')}
                    fileName={`月结单-${statement.name}-${month}.pdf`}
                  >
                    PDF
                  </DownloadButton>
                  <DownloadButton
                    path={statementPath(id, month, 'csv')}
                    fileName={`月结单-${statement.name}-${month}.csv`}
                  >
                    CSV
                  </DownloadButton>
                </>
              }
            />
            <Month statement={statement} isOver={month < now} />
          </div>
        )}
      </Loaded>
    </>
  )
}

function Month({ statement, isOver }: { statement: Statement; isOver: boolean }): ReactElement {
  const figures = [
    ['月初余额', yuan(statement.openingFen)],
    [`收入（${statement.orders} 单）`, signedYuan(statement.incomeFen)],
    ['感谢红包', signedYuan(statement.tipFen)],
    ['调整', signedYuan(statement.adjustmentFen)],
    ['提现', signedYuan(-Math.abs(statement.withdrawnFen))],
    [isOver ? '月末余额' : '现在余额', yuan(statement.closingFen)],
  ] as const
  return (
    <div className="stack">
      <Card
        title={`${statement.month.replace('-', ' 年 ')} 月`}
        extra={!isOver && <span className="note">这个月还没有过完</span>}
      >
        <div className="figures bare">
          {figures.map(([name, value]) => (
            <div key={name}>
              <span className="muted">{name}</span>
              <strong className="number">{value}</strong>
            </div>
          ))}
        </div>
      </Card>
      <Card title="逐笔">
        {statement.lines.length === 0 ? (
          <EmptyBox title="这个月没有收支" />
        ) : (
          <div className="table-box" role="region" aria-label="逐笔收支" tabIndex={0}>
            <table className="ledger">
              <thead>
                <tr>
                  <th scope="col">时间</th>
                  <th scope="col">项目</th>
                  <th scope="col" className="right">
                    金额
                  </th>
                  <th scope="col" className="right">
                    之后余额
                  </th>
                </tr>
              </thead>
              <tbody>
                {statement.lines.map((line) => (
                  <tr key={line.id}>
                    <td className="number">{fullTime(line.at)}</td>
                    <td>
                      <Title line={line} />
                      {line.lines.length > 0 && (
                        <ul className="note">
                          {line.lines.map((part, i) => (
                            <li key={`${part.code} ${i}`}>
                              {part.name} {signedYuan(part.amountFen)}
                              {part.why !== '' && `：${part.why}`}
                            </li>
                          ))}
                        </ul>
                      )}
                    </td>
                    <td className="right number">{signedYuan(line.amountFen)}</td>
                    <td className="right number">{yuan(line.balanceFen)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        <p className="note break">指纹 {statement.fingerprint}，和 PDF 上印的一样才是同一份。</p>
      </Card>
    </div>
  )
}

/** the number in the title is the link where it is there */
function Title({ line }: { line: Statement['lines'][number] }): ReactElement {
  if (!line.orderId) return <>{line.title}</>
  const to = `/finance/orders/${line.orderId}`
  if (line.orderNumber && line.title.includes(line.orderNumber)) return <Link to={to}>{line.title}</Link>
  return (
    <>
      {line.title} <Link to={to}>{line.orderNumber ?? '订单'}</Link>
    </>
  )
}
