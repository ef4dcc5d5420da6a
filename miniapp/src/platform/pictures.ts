import Taro from '@tarojs/taro'
import { apiUrl } from './config'

const LONGEST = 1600

/** A picture from the camera or the album as base64, at most 1600 px; null when the person changed her mind. */
export async function choosePicture(): Promise<string | null> {
  if (process.env.TARO_ENV === 'weapp') {
    try {
      const { tempFiles } = await Taro.chooseMedia({ count: 1, mediaType: ['image'], sizeType: ['compressed'] })
      const path = tempFiles[0]?.tempFilePath
      return path ? (Taro.getFileSystemManager().readFileSync(path, 'base64') as string) : null
    } catch {
      return null
    }
  }
  const file = await pickFile()
  return file ? shrink(file) : null
}

function pickFile(): Promise<File | null> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = 'image/jpeg,image/png,image/webp'
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null))
    input.addEventListener('cancel', () => resolve(null))
    input.click()
  })
}

async function shrink(file: File): Promise<string> {
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new Error('这张图片打不开，请换一张 JPG 或 PNG')
  })
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(bitmap.width * scale)
  canvas.height = Math.round(bitmap.height * scale)
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  return canvas.toDataURL('image/jpeg', 0.85).replace(/^data:[^,]+,/, '')
}

const known = new Map<string, Promise<string>>()

/** A local address of a picture that only signed-in members may fetch; fetched once. */
export function localPicture(path: string, token: string): Promise<string> {
  const found = known.get(path)
  if (found) return found
  const fetched = download(path, token)
  known.set(path, fetched)
  fetched.catch(() => known.delete(path))
  return fetched
}

async function download(path: string, token: string): Promise<string> {
  const header = { authorization: `Bearer ${token}` }
  if (process.env.TARO_ENV === 'weapp') return (await Taro.downloadFile({ url: apiUrl + path, header })).tempFilePath
  const reply = await fetch(apiUrl + path, { headers: header })
  if (!reply.ok) throw new Error('图片没有载入')
  return URL.createObjectURL(await reply.blob())
}

/** Public pictures (companions' photos) come as a path of the API. */
export const publicPicture = (url: string | null): string | null => (url && url.startsWith('/') ? apiUrl + url : url)

export function showPictures(urls: string[], at: string): void {
  void Taro.previewImage({ urls, current: at })
}
