import Taro from '@tarojs/taro'

/** Type size the person chose in WeChat (standard 16 on Android, 17 on iOS); a browser scales rem by itself. */
export function typeFactor(): number {
  if (process.env.TARO_ENV !== 'weapp') return 1
  try {
    const base = Taro.getAppBaseInfo() as { fontSizeScaleFactor?: number; fontSizeSetting?: number }
    const factor = base.fontSizeScaleFactor ?? (base.fontSizeSetting ?? 16) / 16
    return Math.min(Math.max(factor, 1), 1.5)
  } catch {
    return 1
  }
}
