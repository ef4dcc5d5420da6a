/** Prepares a portrait: middle square, at most 800 px, JPEG. Drawing it again also drops the camera's metadata. */
const SIDE = 800
export const MAX_FILE = 20_000_000

export const cropOf = (width: number, height: number): { x: number; y: number; side: number; out: number } => {
  const side = Math.min(width, height)
  return { x: Math.round((width - side) / 2), y: Math.round((height - side) / 2), side, out: Math.min(side, SIDE) }
}

/** base64 without the data: prefix */
export async function toPortrait(file: File): Promise<string> {
  if (!file.type.startsWith('image/')) throw new Error('请选择一张照片（JPEG、PNG 或 WebP）。')
  if (file.size > MAX_FILE) throw new Error('照片超过 20 MB，请换一张小一些的。')
  const image = await createImageBitmap(file).catch(() => {
    throw new Error('这张照片打不开，请换一张。')
  })
  const { x, y, side, out } = cropOf(image.width, image.height)
  if (side < 200) throw new Error('照片太小了，短边至少 200 像素。')
  const canvas = document.createElement('canvas')
  canvas.width = out
  canvas.height = out
  canvas.getContext('2d')?.drawImage(image, x, y, side, side, 0, 0, out, out)
  image.close()
  return canvas.toDataURL('image/jpeg', 0.88).split(',')[1] ?? ''
}
