/** People come to the platform: sign in by WeChat, agree, bind the phone. Harmless to repeat. */
import type { Client } from '@banyi/contract/client'
import type { Purpose } from '@banyi/contract/identity'
import type { DemoPerson, Stage } from './stage.ts'

export async function join(
  stage: Stage,
  person: { name: string; phone: string },
  purposes: Purpose[],
): Promise<DemoPerson & { api: Client }> {
  const user = await stage.outside.person(person.name, person.phone)
  const api = await stage.as(user)
  const { items } = await api.identity.listPolicies()
  const { consents, phoneMasked } = await api.identity.getMe()
  for (const purpose of purposes) {
    const version = items.find((policy) => policy.purpose === purpose)?.version ?? 0
    if (!consents.some((consent) => consent.purpose === purpose && consent.isCurrent))
      await api.identity.setConsent({ body: { purpose, version, isGiven: true } })
  }
  if (!phoneMasked) await api.identity.bindPhoneByWechat({ body: { code: await stage.outside.phoneCode(user.openid) } })
  await api.identity.updateMe({ body: { nickname: person.name } })
  return { ...user, name: person.name, api }
}
