import type { ReactElement } from 'react'
import { OpenClaimDialog } from '../fund/open-claim-dialog.tsx'
import type { DialogProps } from './dialogs.tsx'

/** settled: what comes now comes from the compensation fund */
export function CompensateDialog({ order, onDone, onClose }: DialogProps): ReactElement {
  return (
    <OpenClaimDialog
      orderId={order.id}
      orderNumber={order.number}
      paidFen={order.money.paidFen}
      onDone={onDone}
      onClose={onClose}
    />
  )
}
