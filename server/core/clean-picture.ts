/**
 * Turns bytes that somebody sent into a picture that is safe to keep: decoded and encoded anew, so that nothing but
 * pixels remains (no place where it was taken, no hidden second file).
 */
import sharp from 'sharp'
import { AppError, invalid } from './errors.ts'
import { Turns } from './turns.ts'

const MAX_BYTES = 5 * 1024 * 1024
/** a small file can unpack to gigabytes of pixels */
const MAX_PIXELS = 40_000_000
/** decoding 40 megapixels takes some 160 MB */
const turns = new Turns({ atOnce: 2, maxWaiting: 40 })

/** The name and the type that the sender gave are not asked: only what is inside counts. */
const isKnownKind = (bytes: Buffer): boolean =>
  bytes.subarray(0, 3).equals(Buffer.of(0xff, 0xd8, 0xff)) ||
  bytes.subarray(0, 8).equals(Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) ||
  (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP')

export interface CleanPicture {
  bytes: Buffer
  mime: 'image/jpeg' | 'image/webp'
  width: number
  height: number
}

/**
 * `maxSide` in pixels: larger pictures are scaled down. `isOpaque`: always a JPEG, on white where it was see-through.
 * Throws INVALID (field imageBase64) for what is no picture, TOO_LARGE for too many bytes or pixels.
 */
export async function cleanPicture(
  base64: string,
  wish: { maxSide: number; isOpaque?: boolean },
): Promise<CleanPicture> {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) throw invalid('imageBase64', '图片没有传完整，请再试一次')
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length > MAX_BYTES) throw new AppError('TOO_LARGE', '图片不能超过 5 MB')
  if (!isKnownKind(bytes)) throw notPicture()
  try {
    return await turns.run(() => encodeAnew(bytes, wish))
  } catch (error) {
    if (error instanceof AppError) throw error
    throw notPicture(error)
  }
}

async function encodeAnew(
  bytes: Buffer,
  { maxSide, isOpaque = false }: { maxSide: number; isOpaque?: boolean },
): Promise<CleanPicture> {
  const { width, height, hasAlpha: isSeeThrough } = await sharp(bytes, { limitInputPixels: false }).metadata()
  if (width * height > MAX_PIXELS) throw new AppError('TOO_LARGE', '图片的像素太多，请缩小后再发')
  const image = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', sequentialRead: true })
    .autoOrient()
    .resize({ width: maxSide, height: maxSide, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
  const hasAlpha = isSeeThrough && !isOpaque
  const encoded = hasAlpha
    ? image.webp({ quality: 82 })
    : image.flatten({ background: '#ffffff' }).jpeg({ quality: 82, mozjpeg: true })
  const { data, info } = await encoded.toBuffer({ resolveWithObject: true })
  return { bytes: data, mime: hasAlpha ? 'image/webp' : 'image/jpeg', width: info.width, height: info.height }
}

const notPicture = (cause?: unknown): AppError =>
  new AppError('INVALID', '只能发 JPG、PNG 或 WebP 图片', { fields: { imageBase64: '不是能打开的图片' }, cause })
