/** A companion at work: her task list, her one big button, the code, the report. */
import { agreeToContract, type PhoneUser } from './family.ts'

export async function acceptOffer(her: PhoneUser, hospital: string): Promise<void> {
  await her.open('packages/companion/tasks/index')
  await her.tap(/^可接/, 'tab')
  await her.tap(new RegExp(hospital))
  await her.see('姓名、电话和具体病情，接下以后才能看到')
  await agreeToContract(her, '接单')
  await her.tap('接下这一单')
  await her.see('第 1 步')
}

/** Her big button; it rests for a moment after each tap. */
export async function step(her: PhoneUser, button: string): Promise<void> {
  const control = her.control(button)
  await control.waitFor()
  await control.and(her.page.locator(':not([aria-disabled=true])')).click()
}

export async function notNeeded(her: PhoneUser, name: string, reason: string): Promise<void> {
  await her.see(name)
  await her.tap('本次不需要')
  await her.see(`本次不需要：${name}`)
  await her.tap(reason, 'radio')
  await her.tap('记为不需要')
}

export async function sayCode(her: PhoneUser, code: string): Promise<void> {
  await her.fill('就诊码', code)
  await her.tap('已见到就诊人')
}

export async function writeReport(her: PhoneUser, words: { summary: string; doctorsWords: string }): Promise<void> {
  await her.tap('写报告')
  await her.fill('这次看病的经过', words.summary)
  await her.fill('医生的原话', words.doctorsWords)
  await her.tap('加一种药')
  await her.fill('药 1 药名', '硫酸氨基葡萄糖胶囊')
  await her.fill('药 1 用法', '每天 3 次，饭后，每次 2 粒')
  await her.tap('加一笔费用')
  await her.fill('费用 1 名目', '挂号费')
  await her.fill('费用 1 金额', '38')
  await her.tap('提交报告')
  await her.tap('提交')
  await her.see('看报告')
}
