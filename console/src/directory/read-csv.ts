/** Reads a CSV as people have it: UTF-8, or the GB18030 that Excel writes on a Chinese Windows. */
export const MAX_BYTES = 8_000_000

export const decodeCsv = (bytes: Uint8Array): { text: string; encoding: 'UTF-8' | 'GB18030' } => {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' }
  } catch {
    return { text: new TextDecoder('gb18030').decode(bytes), encoding: 'GB18030' }
  }
}

export async function readCsv(file: File): Promise<{ text: string; encoding: string }> {
  if (file.size === 0) throw new Error('这个文件是空的。')
  if (file.size > MAX_BYTES) throw new Error('文件超过 8 MB，请分成几份导入。')
  const bytes = new Uint8Array(await file.arrayBuffer())
  // xlsx is a zip: people rename it or forget to save as CSV
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw new Error('这是 Excel 文件，请在 Excel 里另存为 CSV 再导入。')
  return decodeCsv(bytes)
}
