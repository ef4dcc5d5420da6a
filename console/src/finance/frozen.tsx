import type { ReactElement } from 'react'

/** a dispute holds the release back */
export function Frozen(): ReactElement {
  return (
    <span className="flags">
      <span className="flag danger">暂停结算</span>
    </span>
  )
}
