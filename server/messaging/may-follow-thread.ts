/** The live topic of a chat is for its members. */
import type { Viewer } from '../core/viewer.ts'
import type { System } from '../system.ts'
import { findMember } from './thread-queries.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export const mayFollowThread = async (system: System, viewer: Viewer, id: string): Promise<boolean> =>
  viewer.kind === 'account' && UUID.test(id) && (await findMember(system.db, id, viewer.accountId)) !== null
