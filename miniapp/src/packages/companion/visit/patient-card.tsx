import { View } from '@tarojs/components'
import type { Task } from '@banyi/contract/orders'
import { go, PAGE } from '@/parts/go'
import { call } from '@/platform/phone'
import { HEARING, MOBILITY, SEX } from '@/say/words'
import { Button, Card, Gap, List, Note, Row, Stack, Strong, Tag, Tags } from '@/ui'

const said = (map: Readonly<Record<string, string>>, code: string): string => map[code] ?? code

/** Who is accompanied, and what one must know for it; null before acceptance and when it is over. */
export function PatientCard({ task }: { task: Task }) {
  const { patient, familyPhone } = task
  if (!patient && !familyPhone && !task.can.chat) return null
  const { phone } = patient ?? {}
  return (
    <>
      <Card title="就诊人和家属">
        <Stack gap={3}>
          {patient && (
            <>
              <Strong>{`${patient.name} · ${SEX[task.patientSex]} · ${patient.ageYears} 岁`}</Strong>
              <Tags>
                {patient.mobility && patient.mobility !== 'walks' && (
                  <Tag tone="warm" icon="wheelchair">
                    {said(MOBILITY, patient.mobility)}
                  </Tag>
                )}
                {patient.hearing && patient.hearing !== 'good' && (
                  <Tag tone="warm" icon="ear">
                    {said(HEARING, patient.hearing)}
                  </Tag>
                )}
                {patient.dialect && <Tag icon="language">{`说${patient.dialect}`}</Tag>}
              </Tags>
            </>
          )}
          <View className="pair">
            {phone && (
              <Button icon="phone" onTap={() => call(phone)}>
                打给就诊人
              </Button>
            )}
            {familyPhone && (
              <Button icon="phone" onTap={() => call(familyPhone)}>
                打给家属
              </Button>
            )}
            {task.can.chat && (
              <Button icon="message-circle" onTap={() => go(PAGE.chat(task.id))}>
                发消息
              </Button>
            )}
          </View>
        </Stack>
      </Card>
      {patient && task.phase === 'visit' && (
        <List>
          {!task.isErrand && (
            <Row
              icon="alert-triangle"
              danger={patient.allergies !== ''}
              title={patient.allergies ? `过敏：${patient.allergies}` : '没有填写过敏'}
            />
          )}
          {task.need && <Row icon="clipboard-list" title="这次来看什么" note={task.need} />}
          {patient.notes && <Row icon="info-circle" title="家属的嘱咐" note={patient.notes} />}
          {patient.emergencyContacts.map((contact) => (
            <Row
              key={contact.phone}
              icon="user-heart"
              title={`紧急联系人 ${contact.name}（${contact.relation}）`}
              note={contact.phone}
              onTap={() => call(contact.phone)}
            />
          ))}
        </List>
      )}
    </>
  )
}

export const Hidden = () => (
  <>
    <Note>服务结束后，姓名、电话和病情不再显示。</Note>
    <Gap size={3} />
  </>
)
