import Taro from '@tarojs/taro'

/** Calls back at once and at every change. */
export function watchNetwork(tell: (isOnline: boolean) => void): void {
  if (process.env.TARO_ENV === 'weapp') {
    void Taro.getNetworkType({ success: ({ networkType }) => tell(networkType !== 'none') })
    Taro.onNetworkStatusChange(({ isConnected }) => tell(isConnected))
    return
  }
  tell(navigator.onLine)
  window.addEventListener('online', () => tell(true))
  window.addEventListener('offline', () => tell(false))
}

/** Calls back when the person looks at us again. */
export function watchReturn(tell: () => void): void {
  if (process.env.TARO_ENV === 'weapp') Taro.onAppShow(tell)
  else document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && tell())
}
