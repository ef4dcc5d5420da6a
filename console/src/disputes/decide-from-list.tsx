/** The list knows the dispute; what the decision means is computed from the order itself. */
import type { ReactElement } from 'react'
import { Modal } from 'antd'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { BoardDispute } from '@banyi/contract/orders/after-sales'
import { useClient } from '../api/api.ts'
import { DecideDialog } from '../order/dispute-dialogs.tsx'
import { CardSkeleton, ErrorBox } from '../ui/states.tsx'

interface Props {
  dispute: BoardDispute
  onDone: (sentence: string) => void
  onClose: () => void
}
export function DecideFromList({ dispute, onDone, onClose }: Props): ReactElement {
  const client = useClient()
  const queries = useQueryClient()
  const id = dispute.orderId
  const order = useQuery({
    queryKey: ['order', id],
    queryFn: () => client.orders.getBoardOrder({ params: { id } }),
  })
  if (!order.data)
    return (
      <Modal open title="处理异议" footer={null} onCancel={onClose}>
        {order.isError ? <ErrorBox error={order.error} onRetry={() => void order.refetch()} /> : <CardSkeleton />}
      </Modal>
    )
  return (
    <DecideDialog
      order={order.data}
      onDone={(sentence) => {
        void queries.invalidateQueries({ queryKey: ['disputes'] })
        onDone(sentence)
      }}
      onClose={onClose}
    />
  )
}
