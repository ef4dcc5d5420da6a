/** The message templates this fictitious account has had approved. Key names follow the vendors' own rules. */
export type SubscribeTemplate = {
  id: string
  title: string
  fields: Record<string, string>
  labels: Record<string, string>
}
export type SmsTemplate = { id: string; text: string; isVerification: boolean }

/** `fields` maps our word to the vendor's key; the letters before the digit are the field's type and set its limits. */
export const SUBSCRIBE_TEMPLATES: Record<string, SubscribeTemplate> = {
  'visit-milestone': {
    id: 'sandbox_visit_milestone_A1b2C3d4E5f6G7h8I9j',
    title: '就诊进度提醒',
    fields: { patient: 'thing1', step: 'phrase2', time: 'time3', hospital: 'thing4' },
    labels: { thing1: '就诊人', phrase2: '当前进度', time3: '时间', thing4: '医院' },
  },
  'order-status': {
    id: 'sandbox_order_status_K1l2M3n4O5p6Q7r8S9t0Uv',
    title: '订单状态通知',
    fields: { orderNo: 'character_string1', status: 'phrase2', tip: 'thing3', time: 'time4' },
    labels: { character_string1: '订单编号', phrase2: '订单状态', thing3: '温馨提示', time4: '时间' },
  },
  'companion-task': {
    id: 'sandbox_companion_task_W1x2Y3z4a5B6c7D8e9F0',
    title: '新任务提醒',
    fields: { hospital: 'thing1', time: 'time2', amount: 'amount3', tip: 'thing4' },
    labels: { thing1: '医院', time2: '服务时间', amount3: '收入', thing4: '备注' },
  },
  refund: {
    id: 'sandbox_refund_g1H2i3J4k5L6m7N8o9P0q1R2s3T4',
    title: '退款通知',
    fields: { amount: 'amount1', reason: 'thing2', time: 'time3' },
    labels: { amount1: '退款金额', thing2: '退款原因', time3: '退款时间' },
  },
  payout: {
    id: 'sandbox_payout_h5J6k7L8m9N0p1Q2r3S4t5U6v7W8',
    title: '到账进度提醒',
    fields: { amount: 'amount1', status: 'phrase2', tip: 'thing3', time: 'time4' },
    labels: { amount1: '金额', phrase2: '当前状态', thing3: '温馨提示', time4: '时间' },
  },
}

export const SMS_TEMPLATES: Record<string, SmsTemplate> = {
  'login-code': {
    id: '9900101',
    text: '您的验证码为{1}，{2}分钟内有效。如非本人操作，请忽略本短信。',
    isVerification: true,
  },
  milestone: { id: '9900102', text: '{1}的就诊进度：{2}（{3}）。', isVerification: false },
  'order-status': { id: '9900103', text: '您的陪诊订单{1}：{2}。', isVerification: false },
  'companion-task': { id: '9900104', text: '新的陪诊任务：{1}，{2}。请打开伴医查看。', isVerification: false },
  payout: { id: '9900106', text: '您的{1}：{2}。请打开伴医查看。', isVerification: false },
  'companion-invite': { id: '9900105', text: '伴医邀请您登记为陪诊员，请在小程序内完成资料。', isVerification: false },
}
