import { z } from 'zod'
import { notFound } from '../core/errors.ts'
import type { RawReply, RawRequest } from '../route.ts'
import type { AnyoneContext } from '../system.ts'
import { findPhoto } from './companion-queries.ts'

/** Anybody who has the address: pictures are loaded without a sign-in, and the family link shows her as well. */
export async function getPhoto(c: AnyoneContext, { params }: RawRequest): Promise<RawReply> {
  const id = z.uuid().safeParse(params['id'])
  const photo = id.success ? await findPhoto(c.db, id.data) : null
  if (!photo) throw notFound('照片')
  return {
    status: 200,
    contentType: 'image/jpeg',
    body: photo.image,
    headers: {
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'",
    },
  }
}
