import { useEffect, useState } from 'react'
import Taro from '@tarojs/taro'
import type { Session } from '@banyi/contract/identity'
import { api, useCommand, useRead } from '@/api'
import { go, PAGE, replace, useParam } from '@/parts/go'
import { beginSignIn, finishedCode } from '@/platform/sign-in'
import { useSession } from '@/store/session'
import { readStored, writeStored } from '@/store/stored'
import { Body, Button, CheckLine, Display, Gap, Note, Screen, Skeleton, Stack } from '@/ui'
import { PhoneForm } from '../parts/phone-form'

/** the version of the policy that was agreed to before leaving for the sign-in page */
const AGREED = 'banyi.agreed'

export default function SignIn() {
  const next = useParam('next')
  const { begin, know } = useSession()
  const policies = useRead('policies', () => api.identity.listPolicies())
  const policy = policies.data?.items.find((p) => p.purpose === 'privacy')
  const [isAgreed, setAgreed] = useState(false)
  const [isReminded, setReminded] = useState(false)
  const [isByPhone, setByPhone] = useState(false)
  const [code] = useState(finishedCode)
  const command = useCommand()

  const arrive = async (session: Session, version: number | undefined) => {
    begin(session)
    writeStored(AGREED, null)
    if (version !== undefined)
      know(await api.identity.setConsent({ body: { purpose: 'privacy', version, isGiven: true } }))
    if (next) replace(next)
    else if (Taro.getCurrentPages().length > 1) void Taro.navigateBack()
    else replace(PAGE.home)
  }

  // back from the sign-in page of the browser, with its code
  useEffect(() => {
    if (!code) return
    void command.run(async () => {
      const session = await api.identity.signInByWechat({ body: { code } })
      await arrive(session, readStored<number>(AGREED) ?? undefined)
    })
    // once
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  const guarded = (act: () => Promise<void>) => {
    if (!isAgreed) return setReminded(true)
    void command.run(act)
  }
  const byWechat = () =>
    guarded(async () => {
      writeStored(AGREED, policy?.version ?? null)
      const fresh = await beginSignIn(PAGE.signIn(next || undefined))
      if (fresh) await arrive(await api.identity.signInByWechat({ body: { code: fresh } }), policy?.version)
    })

  if (code && command.isBusy) {
    return (
      <Screen title="登录">
        <Body sub>正在登录</Body>
        <Gap />
        <Skeleton cards={1} />
      </Screen>
    )
  }
  return (
    <Screen title="登录">
      <Display>{isByPhone ? '用手机号登录' : '登录伴医'}</Display>
      <Body sub>登录后可以预约陪诊、看到家人的就诊进度。</Body>
      <Gap size={6} />
      {isByPhone ? (
        <PhoneForm
          action="登录"
          onReady={() => isAgreed || (setReminded(true), false)}
          onCode={async (phone, sms) =>
            arrive(
              await api.identity.signInBySms({ body: { phone, code: sms, privacyVersion: policy?.version ?? null } }),
              policy?.version,
            )
          }
        />
      ) : (
        <Button kind="primary" icon="brand-wechat" loading={command.isBusy} onTap={byWechat}>
          微信登录
        </Button>
      )}
      <Gap />
      <CheckLine
        on={isAgreed}
        onChange={(on) => {
          setAgreed(on)
          setReminded(false)
        }}
      >
        我已阅读并同意《隐私政策》
      </CheckLine>
      {isReminded && <Note tone="danger">请先勾选同意隐私政策，再登录。</Note>}
      {command.error && <Note tone="danger">{command.error}</Note>}
      <Gap />
      <Stack gap={1}>
        <Button kind="text" onTap={() => go(PAGE.consent('privacy'))}>
          读一读隐私政策
        </Button>
        <Button kind="text" onTap={() => setByPhone(!isByPhone)}>
          {isByPhone ? '改用微信登录' : '用手机号登录'}
        </Button>
      </Stack>
    </Screen>
  )
}
