import type { Patient, PatientInput } from '@banyi/contract/identity'

/** What is typed; empty strings where the contract says null. */
export interface PatientForm extends Omit<PatientInput, 'phone' | 'sex' | 'relation' | 'identityNumber'> {
  relation: PatientInput['relation'] | null
  sex: PatientInput['sex'] | null
  phone: string
  identityNumber: string
}

export const emptyForm = (): PatientForm => ({
  name: '',
  relation: null,
  sex: null,
  birthDate: '',
  phone: '',
  allergies: '',
  mobility: 'walks',
  hearing: 'good',
  dialect: '',
  notes: '',
  emergencyContacts: [],
  identityNumber: '',
})

export const formOf = (p: Patient): PatientForm => ({
  name: p.name,
  relation: p.relation,
  sex: p.sex,
  birthDate: p.birthDate,
  phone: p.phone ?? '',
  allergies: p.allergies,
  mobility: p.mobility,
  hearing: p.hearing,
  dialect: p.dialect,
  notes: p.notes,
  emergencyContacts: p.emergencyContacts,
  identityNumber: '',
})

/** Reasons why it cannot be saved yet, by field; {} when it can. The server checks again. */
export function lacking(form: PatientForm): Record<string, string> {
  const reasons: Record<string, string> = {}
  if (!form.name.trim()) reasons['name'] = '请填写姓名'
  if (!form.relation) reasons['relation'] = '请选择是您的什么人'
  if (!form.sex) reasons['sex'] = '请选择性别'
  if (!form.birthDate) reasons['birthDate'] = '请选择出生日期'
  form.emergencyContacts.forEach((contact, at) => {
    if (!contact.name.trim()) reasons[`emergencyContacts.${at}.name`] = '请填写联系人姓名'
    if (!/^1[3-9]\d{9}$/.test(contact.phone)) reasons[`emergencyContacts.${at}.phone`] = '请填写 11 位手机号'
  })
  return reasons
}

/** The sex and birthday that an identity number tells, when it is whole. */
export function toldByIdentityNumber(number: string): { birthDate: string; sex: 'female' | 'male' } | null {
  const parts = /^\d{6}(\d{4})(\d{2})(\d{2})\d{2}(\d)[\dXx]$/.exec(number.trim())
  if (!parts) return null
  return { birthDate: `${parts[1]}-${parts[2]}-${parts[3]}`, sex: Number(parts[4]) % 2 === 0 ? 'female' : 'male' }
}

export function inputOf(
  form: PatientForm & { relation: NonNullable<PatientForm['relation']>; sex: NonNullable<PatientForm['sex']> },
): PatientInput {
  const { identityNumber, phone, ...rest } = form
  return {
    ...rest,
    phone: phone.trim() || null,
    emergencyContacts: form.emergencyContacts.map((c) => ({ ...c, relation: c.relation.trim() || '家人' })),
    // absent keeps what is stored
    ...(identityNumber.trim() ? { identityNumber: identityNumber.trim().toUpperCase() } : {}),
  }
}
