import type { PatientInput } from '@banyi/contract/identity'
import { toast } from '@/store/say'
import { Button, Card, Field, TextInput } from '@/ui'

type Contact = PatientInput['emergencyContacts'][number]

interface ContactsProps {
  contacts: readonly Contact[]
  reasonOf: (field: string) => string | undefined
  onChange: (contacts: Contact[]) => void
}

/** Whom to call when something happens on the way; at most three. */
export function Contacts({ contacts, reasonOf, onChange }: ContactsProps) {
  const change = (at: number, part: Partial<Contact>) =>
    onChange(contacts.map((c, index) => (index === at ? { ...c, ...part } : c)))
  const remove = (at: number) => {
    onChange(contacts.filter((_, index) => index !== at))
    toast('已去掉一位联系人', () => onChange([...contacts]))
  }
  return (
    <>
      {contacts.map((contact, at) => (
        <Card
          key={at}
          title={`紧急联系人 ${at + 1}`}
          aside={
            <Button kind="text" size="small" onTap={() => remove(at)}>
              去掉
            </Button>
          }
        >
          <Field label="姓名" error={reasonOf(`emergencyContacts.${at}.name`)}>
            <TextInput
              label={`紧急联系人 ${at + 1} 姓名`}
              maxLength={30}
              value={contact.name}
              onChange={(name) => change(at, { name })}
            />
          </Field>
          <Field label="和就诊人的关系" error={reasonOf(`emergencyContacts.${at}.relation`)}>
            <TextInput
              label={`紧急联系人 ${at + 1} 关系`}
              maxLength={20}
              placeholder="例如：女儿"
              value={contact.relation}
              onChange={(relation) => change(at, { relation })}
            />
          </Field>
          <Field label="手机号" error={reasonOf(`emergencyContacts.${at}.phone`)}>
            <TextInput
              label={`紧急联系人 ${at + 1} 手机号`}
              type="tel"
              maxLength={11}
              value={contact.phone}
              onChange={(phone) => change(at, { phone })}
            />
          </Field>
        </Card>
      ))}
      {contacts.length < 3 && (
        <Button icon="user-plus" onTap={() => onChange([...contacts, { name: '', relation: '', phone: '' }])}>
          {contacts.length === 0 ? '添加紧急联系人' : '再添加一位'}
        </Button>
      )}
    </>
  )
}
