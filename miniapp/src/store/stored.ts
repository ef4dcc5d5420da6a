import Taro from '@tarojs/taro'

/** A small JSON value kept on the phone. A full or forbidden storage loses convenience, never a task: hence no throw. */
export function readStored<T>(key: string): T | null {
  try {
    const raw: unknown = Taro.getStorageSync(key)
    return typeof raw === 'string' && raw !== '' ? (JSON.parse(raw) as T) : null
  } catch {
    return null
  }
}

export function writeStored(key: string, value: unknown): void {
  try {
    if (value === null || value === undefined) Taro.removeStorageSync(key)
    else Taro.setStorageSync(key, JSON.stringify(value))
  } catch {
    // private browsing or a full disk: the value lives as long as the page
  }
}
