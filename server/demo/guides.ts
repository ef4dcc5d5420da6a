/** Guides of some hospitals, as an operator writes them. General words only: nothing here pretends to be an official notice. */
import type { GuideInput } from '@banyi/contract/hospitals'
import type { DemoOperator } from './operators.ts'
import type { Stage } from './stage.ts'

const NOTE = '演示内容，请以医院当天公告为准。'
const guide = (own: Partial<GuideInput>): GuideInput => ({
  openingHours: '周一至周五 8:00-17:00，周六上午部分科室开诊',
  registration: '一楼自助机或服务窗口取号，带医保卡（电子凭证）和就诊卡；预约号提前 30 分钟到。',
  floors: [
    { place: '挂号收费', where: '门诊楼 1 层大厅' },
    { place: '门诊药房', where: '门诊楼 1 层东侧' },
    { place: '抽血处', where: '门诊楼 2 层' },
    { place: '超声科', where: '医技楼 3 层' },
  ],
  pharmacy: '凭收费凭证或手机取药码，按屏幕叫号取药；离窗前核对药名、数量和有效期。',
  payment: '自助机、窗口、手机均可结算，医保患者可用电子凭证。',
  transport: '建议乘地铁；院内车位紧张，送诊车辆即停即走。',
  meetingPoints: ['门诊大厅服务台旁', '门诊楼轮椅借用处', '急诊入口'],
  notes: NOTE,
  ...own,
})
const GUIDES: Record<string, GuideInput> = {
  H31010749: guide({ transport: '地铁 9、13 号线附近；院内车位紧张，建议在门口下车后由陪诊员接应。' }),
  H31010776: guide({ meetingPoints: ['门诊大厅服务台旁', '地铁站出口', '住院部大厅'] }),
  H31010756: guide({ openingHours: '产科门诊周一至周六，周日值班', meetingPoints: ['产科门诊入口', '一楼大厅'] }),
}

export async function writeGuides(stage: Stage, operator: DemoOperator): Promise<void> {
  const api = await stage.asOperator(operator)
  for (const [id, written] of Object.entries(GUIDES)) {
    const { guide: present } = await api.hospitals.getHospital({ params: { id } })
    if (present.version === 0) await api.hospitals.updateGuide({ params: { id }, body: { version: 0, guide: written } })
  }
}
