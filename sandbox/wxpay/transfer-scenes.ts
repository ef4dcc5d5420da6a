/**
 * Scenes that this merchant was approved for, with what each must report. The real merchant applies for each in the
 * console; the others exist (1004 1009 1010 1013) but are not open here.
 */
import { parameterError, PayError } from './errors.ts'

const SCENES: Record<string, readonly string[]> = {
  '1000': ['活动名称', '奖励说明'],
  '1002': ['补贴类型'],
  '1005': ['岗位类型', '报酬说明'],
  '1011': ['赔付原因'],
}

export type ReportInfo = { info_type: string; info_content: string }

export function checkScene(scene: string, infos: ReportInfo[]): void {
  const wanted = SCENES[scene]
  if (!wanted) throw new PayError(403, 'NO_AUTH', '商户未开通该转账场景')
  const given = infos.map(({ info_type }) => info_type)
  if (given.length !== wanted.length || wanted.some((type) => !given.includes(type))) {
    throw parameterError(`转账场景报备信息应为：${wanted.join('、')}`, '/transfer_scene_report_infos')
  }
}
