/** A user agent as people say it: 微信小程序 8.0.50，iPhone. Unknown ones stay as they are, shortened. Pure. */
export function sayDevice(userAgent: string): string {
  const wechat = /MicroMessenger\/([\d.]+)/i.exec(userAgent)?.[1]
  const where = /iPhone|iPad|Android|HarmonyOS|OpenHarmony|Windows|Macintosh|Linux/.exec(userAgent)?.[0]
  const browser = /(Edg|Firefox|Chrome|Version)\/(\d+)/.exec(userAgent)
  const names: Record<string, string> = { Edg: 'Edge', Version: 'Safari' }
  const isMiniProgram = /miniProgram/i.test(userAgent)
  const client = wechat
    ? `微信${isMiniProgram ? '小程序' : ''} ${wechat}`
    : browser
      ? `浏览器 ${names[browser[1] ?? ''] ?? browser[1]} ${browser[2]}`
      : ''
  return (
    [client, where === 'Macintosh' ? 'Mac' : where].filter(Boolean).join('，') || userAgent.slice(0, 60) || '未知设备'
  )
}
