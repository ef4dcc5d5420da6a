import { api, useRead } from '@/api'
import { go, PAGE } from '@/parts/go'
import { SignedIn } from '@/parts/signed-in'
import { RELATION, SEX } from '@/say/words'
import { useSession } from '@/store/session'
import { Avatar, Button, Empty, ErrorState, List, Row, Screen, Skeleton } from '@/ui'

export default function Patients() {
  const token = useSession((s) => s.token)
  const { data, error, reload } = useRead(token ? 'patients' : null, () => api.identity.listPatients())
  const add = () => go(PAGE.patientEdit())
  return (
    <Screen
      title="就诊人"
      footer={
        data && data.items.length > 0 ? (
          <Button kind="primary" icon="plus" onTap={add}>
            添加就诊人
          </Button>
        ) : undefined
      }
    >
      <SignedIn why="登录后可以管理就诊人">
        {!data && (error ? <ErrorState message={error} onRetry={reload} /> : <Skeleton />)}
        {data?.items.length === 0 && (
          <Empty title="还没有就诊人" note="可以是自己，也可以是父母、孩子" action="添加就诊人" onTap={add} />
        )}
        {data && data.items.length > 0 && (
          <List>
            {data.items.map((patient) => (
              <Row
                key={patient.id}
                front={<Avatar name={patient.name} size={40} />}
                title={patient.name}
                note={`${RELATION[patient.relation]} · ${SEX[patient.sex]} · ${patient.ageYears} 岁`}
                onTap={() => go(PAGE.patientEdit(patient.id))}
              />
            ))}
          </List>
        )}
      </SignedIn>
    </Screen>
  )
}
