import type { companions } from '@banyi/contract/companions'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import sharp from 'sharp'
import { writeAudit } from '../core/audit.ts'
import { invalid, notFound } from '../core/errors.ts'
import { actorOf } from '../core/viewer.ts'
import type { OperatorContext } from '../system.ts'
import { findCompanion, savePhoto } from './companion-queries.ts'
import { showRecord } from './get-companion-record.ts'

type Operation = typeof companions.setCompanionPhoto
const FORMATS = new Set(['jpeg', 'png', 'webp'])
const MAX_PIXELS = 40_000_000
const EDGE = 640

export async function setCompanionPhoto(
  c: OperatorContext,
  { params, body }: InputOf<Operation>,
): Promise<ReturnOf<Operation>> {
  if (!(await findCompanion(c.db, params.id))) throw notFound('这位陪诊员')
  const image = await cleanPhoto(Buffer.from(body.imageBase64, 'base64'))
  const now = c.clock.now()
  await c.db.tx(async (tx) => {
    await savePhoto(tx, params.id, image, now)
    await writeAudit(tx, { actor: actorOf(c.viewer), action: 'companions.set-photo', subjectId: params.id, now })
  })
  return showRecord(c, params.id)
}

/** Drawn anew: no metadata (a phone writes its place into a picture), upright, small, certainly a picture. Throws INVALID. */
async function cleanPhoto(bytes: Buffer): Promise<Buffer> {
  try {
    const picture = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
    const { format } = await picture.metadata()
    if (!FORMATS.has(format)) throw new Error('another format')
    return await picture
      .rotate()
      .resize({ width: EDGE, height: EDGE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 82 })
      .toBuffer()
  } catch {
    throw invalid('imageBase64', '请上传 JPG、PNG 或 WebP 格式的照片')
  }
}
