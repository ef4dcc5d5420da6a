import { createClient, type Client } from '@banyi/contract/client'
import { send } from './send'

/** The whole server, typed by the contract: `api.orders.getMyOrder({ params: { id } })`. */
export const api: Client = createClient(send)

export { newId } from '../platform/random'
export { codeOf, factOf, sayProblem } from './problem'
export { useCommand } from './use-command'
export { usePaged, type Paged } from './use-paged'
export { useRead, type Read } from './use-read'
