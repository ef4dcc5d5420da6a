/** The bytes of a picture, for members who may see its message; for dispatchers and security with a trace. */
import { Id } from '@banyi/contract/common'
import { writeAudit } from '../core/audit.ts'
import { AppError, forbidden, notFound } from '../core/errors.ts'
import { actorOf, type OperatorViewer } from '../core/viewer.ts'
import type { RawReply, RawRequest } from '../route.ts'
import type { AnyoneContext } from '../system.ts'
import { findPictureOfMember, findSentPicture, type PictureRow } from './message-queries.ts'
import { mayLookIntoChats } from './list-board-messages.ts'

export async function getPicture(c: AnyoneContext, { params }: RawRequest): Promise<RawReply> {
  const id = Id.safeParse(params['id'])
  if (!id.success) throw notFound('这张图片')
  const picture = await findFor(c, id.data)
  if (!picture) throw notFound('这张图片')
  const bytes = await c.cipher.openBytes(c.db, picture.thread_id, `picture/${picture.id}`, picture.bytes_sealed)
  // it may stay on the device of the person who saw it, and nowhere on the way
  const headers = {
    'cache-control': 'private, max-age=3600',
    'content-disposition': 'inline',
    'content-security-policy': "default-src 'none'",
  }
  return { status: 200, contentType: picture.mime, body: bytes, headers }
}

async function findFor(c: AnyoneContext, id: string): Promise<PictureRow | null> {
  const { viewer } = c
  if (viewer.kind === 'nobody') throw new AppError('SIGN_IN_REQUIRED', '请先登录')
  if (viewer.kind === 'account') return findPictureOfMember(c.db, id, viewer.accountId)
  if (viewer.kind !== 'operator' || !mayLookIntoChats.some((duty) => viewer.duties.includes(duty))) throw forbidden()
  const picture = await findSentPicture(c.db, id)
  if (picture) await auditLook(c, viewer, picture)
  return picture
}

async function auditLook(c: AnyoneContext, viewer: OperatorViewer, picture: PictureRow): Promise<void> {
  const entry = { actor: actorOf(viewer), action: 'messaging.picture-looked-at', subjectId: picture.thread_id }
  await writeAudit(c.db, { ...entry, detail: { pictureId: picture.id }, now: c.clock.now() })
}
