import { useState } from 'react'
import Taro from '@tarojs/taro'
import type { Purpose } from '@banyi/contract/identity'
import { api, useCommand, useRead } from '@/api'
import { useParam } from '@/parts/go'
import { SignedIn } from '@/parts/signed-in'
import { missingConsent, useConsent } from '@/parts/use-consent'
import { useAccount } from '@/parts/use-account'
import { dayOf } from '@/say/time'
import { HEARING, MOBILITY, RELATION, SEX, words } from '@/say/words'
import { useBooking } from '@/store/booking'
import { ask, toast } from '@/store/say'
import { Button, DateField, ErrorState, Field, Gap, Screen, Segmented, Skeleton, TextArea, TextInput } from '@/ui'
import { Contacts } from './contacts'
import { emptyForm, formOf, inputOf, lacking, toldByIdentityNumber, type PatientForm } from './patient-form'

export default function PatientEdit() {
  const id = useParam('id')
  useAccount()
  const known = useRead(id ? `patient.${id}` : null, () => api.identity.getPatient({ params: { id } }))
  /** null until something is changed: then what is stored shows through */
  const [typed, setTyped] = useState<PatientForm | null>(null)
  const form = typed ?? (known.data ? formOf(known.data) : emptyForm())
  const [reasons, setReasons] = useState<Record<string, string>>({})
  const consent = useConsent()
  const command = useCommand((error) => {
    const purpose = missingConsent(error)
    if (purpose) void consentThenSave(purpose)
    return purpose !== null
  })
  const removing = useCommand()

  const change = (part: Partial<PatientForm>) => setTyped({ ...form, ...part })
  const reasonOf = (field: string) => reasons[field] ?? command.fields[field]

  async function consentThenSave(purpose: Purpose) {
    if (await consent.ensure(purpose)) await save()
  }
  async function save() {
    const missing = lacking(form)
    setReasons(missing)
    const { relation, sex } = form
    if (Object.keys(missing).length > 0 || !relation || !sex) return toast(`还差一点：${Object.values(missing)[0]}`)
    const body = inputOf({ ...form, relation, sex })
    let isAsked = true
    const isDone = await command.run(async (commandId) => {
      // birthday, allergies and the like are health data: their own consent comes before they leave the phone
      isAsked = await consent.ensure('health')
      if (!isAsked) return
      const patient = id
        ? await api.identity.updatePatient({ params: { id }, body })
        : await api.identity.addPatient({ body: { commandId, ...body } })
      if (!id) useBooking.getState().change({ patientId: patient.id })
    })
    if (!isAsked) return toast('没有您的同意，我们不会保存就诊人资料。填写的内容还在这一页。')
    if (!isDone) return
    toast('已保存')
    void Taro.navigateBack()
  }

  const remove = async () => {
    if (
      !(await ask({
        title: `删除${form.name}的资料`,
        text: '删除后不能恢复。已经完成的订单和报告不受影响。',
        yes: '删除',
        isDanger: true,
      }))
    )
      return
    if (await removing.run(async () => void (await api.identity.removePatient({ params: { id } })))) {
      toast('已删除')
      void Taro.navigateBack()
    }
  }

  const fillFromNumber = (identityNumber: string) => change({ identityNumber, ...toldByIdentityNumber(identityNumber) })
  const isWaiting = Boolean(id) && !known.data
  return (
    <Screen
      title={id ? '修改就诊人' : '添加就诊人'}
      overlay={consent.sheet}
      footer={
        isWaiting ? undefined : (
          <Button kind="primary" loading={command.isBusy} onTap={() => void save()}>
            保存
          </Button>
        )
      }
    >
      <SignedIn why="登录后可以添加就诊人">
        {isWaiting &&
          (known.error ? <ErrorState message={known.error} onRetry={known.reload} /> : <Skeleton lines={4} />)}
        {!isWaiting && (
          <>
            <Field label="是您的什么人" error={reasonOf('relation')}>
              <Segmented
                label="关系"
                options={words(RELATION)}
                value={form.relation}
                onChange={(relation) => change({ relation })}
              />
            </Field>
            <Field label="姓名" hint="和挂号时的姓名一样" error={reasonOf('name')}>
              <TextInput label="姓名" value={form.name} maxLength={30} onChange={(name) => change({ name })} />
            </Field>
            <Field
              label="身份证号"
              optional
              hint="代取药、代取报告时会用到，加密保存"
              error={reasonOf('identityNumber')}
            >
              <TextInput
                label="身份证号"
                type="idcard"
                maxLength={18}
                value={form.identityNumber}
                placeholder={known.data?.identityNumberMasked ?? '18 位'}
                onChange={fillFromNumber}
              />
            </Field>
            <Field label="性别" error={reasonOf('sex')}>
              <Segmented label="性别" options={words(SEX)} value={form.sex} onChange={(sex) => change({ sex })} />
            </Field>
            <Field label="出生日期" error={reasonOf('birthDate')}>
              <DateField
                label="出生日期"
                value={form.birthDate}
                start="1900-01-01"
                end={dayOf(Date.now())}
                onChange={(birthDate) => change({ birthDate })}
              />
            </Field>
            <Field label="手机号" optional hint="老人没有手机也可以预约" error={reasonOf('phone')}>
              <TextInput
                label="手机号"
                type="tel"
                maxLength={11}
                value={form.phone}
                onChange={(phone) => change({ phone })}
              />
            </Field>
            <Field label="行动">
              <Segmented
                label="行动"
                options={words(MOBILITY)}
                value={form.mobility}
                onChange={(mobility) => change({ mobility })}
              />
            </Field>
            <Field label="听力">
              <Segmented
                label="听力"
                options={words(HEARING)}
                value={form.hearing}
                onChange={(hearing) => change({ hearing })}
              />
            </Field>
            <Field label="药物和食物过敏" optional error={reasonOf('allergies')}>
              <TextArea
                label="过敏"
                small
                maxLength={300}
                value={form.allergies}
                placeholder="例如：青霉素"
                onChange={(allergies) => change({ allergies })}
              />
            </Field>
            <Field label="说什么方言" optional error={reasonOf('dialect')}>
              <TextInput
                label="方言"
                value={form.dialect}
                maxLength={30}
                placeholder="例如：上海话"
                onChange={(dialect) => change({ dialect })}
              />
            </Field>
            <Field label="还要让陪诊员知道什么" optional error={reasonOf('notes')}>
              <TextArea
                label="备注"
                small
                value={form.notes}
                placeholder="例如：有高血压，容易头晕"
                onChange={(notes) => change({ notes })}
              />
            </Field>
            <Contacts
              contacts={form.emergencyContacts}
              reasonOf={reasonOf}
              onChange={(emergencyContacts) => change({ emergencyContacts })}
            />
            {id && (
              <>
                <Gap size={4} />
                <Button kind="danger" icon="trash" loading={removing.isBusy} onTap={() => void remove()}>
                  删除就诊人
                </Button>
              </>
            )}
          </>
        )}
      </SignedIn>
    </Screen>
  )
}
