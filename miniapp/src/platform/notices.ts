import Taro from '@tarojs/taro'
import { loadInstallation } from './config'

/**
 * Asks for the one-time permission to send notices; must be called straight from a tap. WeChat takes three templates
 * at a time. Resolves to the accepted ones; a refusal is an answer (the server then sends an SMS).
 */
export async function askForNotices(): Promise<string[]> {
  if (process.env.TARO_ENV !== 'weapp') return []
  const { templates } = await loadInstallation()
  const tmplIds = templates.slice(0, 3)
  if (tmplIds.length === 0) return []
  try {
    const answer: object = await Taro.requestSubscribeMessage({ tmplIds, entityIds: [] })
    const said = answer as Record<string, string>
    return tmplIds.filter((id) => said[id] === 'accept')
  } catch {
    return []
  }
}
