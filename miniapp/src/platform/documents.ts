import Taro from '@tarojs/taro'
import { apiUrl } from './config'

type Kind = 'pdf' | 'csv'
const LOST = '文件没有下载下来，请再试一次'

/** A document that only its owner may fetch: WeChat opens it, a browser saves it. */
export async function openDocument(path: string, token: string, name: string, kind: Kind): Promise<void> {
  const header = { authorization: `Bearer ${token}` }
  if (process.env.TARO_ENV === 'weapp') return openInWechat(path, header, name, kind)
  const reply = await fetch(apiUrl + path, { headers: header })
  if (!reply.ok) throw new Error(await reasonOf(reply))
  const url = URL.createObjectURL(await reply.blob())
  const link = document.createElement('a')
  link.href = url
  link.download = `${name}.${kind}`
  link.click()
  // some browsers read it only after the click has ended
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

async function openInWechat(path: string, header: Record<string, string>, name: string, kind: Kind): Promise<void> {
  const { statusCode, tempFilePath } = await Taro.downloadFile({ url: apiUrl + path, header })
  if (statusCode !== 200) throw new Error(LOST)
  if (kind === 'pdf') {
    await Taro.openDocument({ filePath: tempFilePath, fileType: 'pdf', showMenu: true })
    return
  }
  try {
    // WeChat opens no tables of this kind: to a chat, from there to any program
    await Taro.shareFileMessage({ filePath: tempFilePath, fileName: `${name}.${kind}` })
  } catch (error) {
    if (!/cancel/.test(String((error as { errMsg?: string }).errMsg))) throw new Error(LOST, { cause: error })
  }
}

async function reasonOf(reply: Response): Promise<string> {
  const body: unknown = await reply.json().catch(() => null)
  return typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : LOST
}

/** A PDF from the phone (in WeChat: from a chat); null when the person changed her mind. */
export async function choosePdf(): Promise<ArrayBuffer | null> {
  if (process.env.TARO_ENV === 'weapp') {
    try {
      const { tempFiles } = await Taro.chooseMessageFile({ count: 1, type: 'file', extension: ['pdf'] })
      const path = tempFiles[0]?.path
      return path ? (Taro.getFileSystemManager().readFileSync(path) as ArrayBuffer) : null
    } catch {
      return null
    }
  }
  const file = await new Promise<File | null>((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = 'application/pdf'
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null))
    input.addEventListener('cancel', () => resolve(null))
    input.click()
  })
  return file ? file.arrayBuffer() : null
}
