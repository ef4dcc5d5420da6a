/** Bars for the eye, the same figures as a table for everybody. Up is what came in, down is what went out. */
import type { ReactElement } from 'react'
import { yuan } from '../words/money.ts'
import { weekday } from '../words/time.ts'
import type { Flow } from './flows.ts'

export function FlowChart({ days }: { days: readonly Flow[] }): ReactElement {
  const top = Math.max(1, ...days.map((flow) => Math.max(flow.paidFen, flow.refundedFen + flow.payoutFen)))
  const height = (fen: number): { height: string } => ({ height: `${(fen / top) * 100}%` })
  const every = Math.max(1, Math.ceil(days.length / 14))
  return (
    <figure className="stack" style={{ margin: '20px 0 0' }}>
      <div aria-hidden>
        <div className="spread note">
          <span className="bar-legend">
            <span>
              <i className="paid" />
              收到
            </span>
            <span>
              <i className="refunded" />
              退回家属
            </span>
            <span>
              <i className="payout" />
              付给陪诊员
            </span>
          </span>
          <span>满格 {yuan(top)}</span>
        </div>
        <div className="bars">
          {days.map((flow, i) => (
            <div key={flow.day} title={`${flow.day} 收到 ${yuan(flow.paidFen)}`}>
              <div className="up">
                <i className="paid" style={height(flow.paidFen)} />
              </div>
              <div className="down">
                <i className="refunded" style={height(flow.refundedFen)} />
                <i className="payout" style={height(flow.payoutFen)} />
              </div>
              <span className={`day ${Math.floor(i / every) % 2 === 1 ? 'odd' : ''}`}>
                {i % every === 0 ? `${Number(flow.day.slice(5, 7))}-${Number(flow.day.slice(8))}` : ''}
              </span>
            </div>
          ))}
        </div>
      </div>
      <details>
        <summary>逐日数字</summary>
        <FlowTable days={days} />
      </details>
    </figure>
  )
}

const columns = [
  ['收到', 'paidFen'],
  ['退回家属', 'refundedFen'],
  ['结算', 'releasedFen'],
  ['付给陪诊员', 'payoutFen'],
  ['手续费', 'feeFen'],
] as const

function FlowTable({ days }: { days: readonly Flow[] }): ReactElement {
  return (
    <div className="table-box" role="region" aria-label="逐日收支" tabIndex={0}>
      <table className="ledger">
        <thead>
          <tr>
            <th scope="col">日期</th>
            {columns.map(([name]) => (
              <th key={name} scope="col" className="right">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...days].reverse().map((flow) => (
            <tr key={flow.day}>
              <th scope="row">
                {flow.day} <span className="muted">{weekday(flow.day)}</span>
              </th>
              {columns.map(([name, key]) => (
                <td key={name} className="right">
                  {flow[key] === 0 ? <span className="muted">0</span> : yuan(flow[key])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
