import { useState } from 'react'
import type { MyCompanion } from '@banyi/contract/companions'
import { api, useCommand, useRead, type Read } from '@/api'
import { publicPicture } from '@/platform/pictures'
import { SEGMENT, SKILL, VERIFIED, sayExperience, words } from '@/say/words'
import { toast } from '@/store/say'
import { useMyCompanion } from '@/store/my-companion'
import { Button, Card, Field, Gap, Many, Note, PersonCard, Screen, Skeleton, TextArea, TextInput } from '@/ui'
import { Gate } from '../parts/gate'

const LANGUAGES = ['普通话', '上海话', '苏北话', '宁波话', '粤语', '四川话', '英语', '手语']

export default function Profile() {
  const mine = useMyCompanion()
  const { data } = mine
  if (!data) {
    return (
      <Screen title="我的名片">
        <Gate>
          <Skeleton />
        </Gate>
      </Screen>
    )
  }
  return <Editor key={data.id} me={data} mine={mine} />
}

function Editor({ me, mine }: { me: MyCompanion; mine: Read<MyCompanion> }) {
  const [introduction, setIntroduction] = useState(me.introduction)
  const [languages, setLanguages] = useState(me.languages)
  const [districts, setDistricts] = useState(me.districts)
  const [skills, setSkills] = useState(me.skills)
  const [other, setOther] = useState('')
  const { data: directory } = useRead('districts', () => api.hospitals.listDistricts())
  const { run, isBusy, fields } = useCommand()
  const isChanged =
    JSON.stringify([introduction, languages, districts, skills]) !==
    JSON.stringify([me.introduction, me.languages, me.districts, me.skills])
  const save = () =>
    run(async () => {
      mine.set(await api.companions.updateMyProfile({ body: { introduction, languages, districts, skills } }))
      toast('名片已更新，家属看到的就是这样')
    })
  const addLanguage = () => {
    const word = other.trim()
    if (word && !languages.includes(word)) setLanguages([...languages, word])
    setOther('')
  }
  const known = [...new Set([...LANGUAGES, ...languages])]
  const places = [...new Set([...districts, ...(directory?.items.map(({ name }) => name) ?? [])])]
  return (
    <Screen
      title="我的名片"
      footer={
        <Button kind="primary" loading={isBusy} disabled={!isChanged} onTap={() => void save()}>
          {isChanged ? '保存' : '没有改动'}
        </Button>
      }
    >
      <Gate>
        <Note>家属看到的名片：</Note>
        <Gap size={2} />
        <PersonCard
          name={me.name}
          photo={publicPicture(me.photoUrl)}
          line={sayExperience(me)}
          words={introduction}
          verified={me.verified.map((item) => VERIFIED[item])}
          tags={[
            ...me.segments.map((segment) => SEGMENT[segment]),
            ...skills.map((skill) => SKILL[skill]),
            ...languages,
            ...districts,
          ]}
        />
        <Card title="改一改">
          <Field label="介绍" hint="说说您陪过什么样的人、擅长什么" error={fields['introduction']}>
            <TextArea label="介绍" value={introduction} onChange={setIntroduction} maxLength={500} />
          </Field>
          <Field label="会说的话" error={fields['languages']}>
            <Many
              label="会说的话"
              values={languages}
              onChange={setLanguages}
              options={known.map((word) => ({ value: word, word }))}
            />
          </Field>
          {languages.length < 8 && (
            <Field label="其他方言" optional>
              <TextInput
                label="其他方言"
                value={other}
                onChange={setOther}
                maxLength={20}
                onDone={addLanguage}
                aside={
                  <Button size="small" kind="text" disabled={!other.trim()} onTap={addLanguage}>
                    加上
                  </Button>
                }
              />
            </Field>
          )}
          <Field label="会做的事" error={fields['skills']}>
            <Many label="会做的事" values={skills} onChange={setSkills} options={words(SKILL)} />
          </Field>
          <Field label="愿意去的区" error={fields['districts']}>
            <Many
              label="愿意去的区"
              values={districts}
              onChange={setDistricts}
              options={places.map((word) => ({ value: word, word }))}
            />
          </Field>
        </Card>
        <Note>照片、姓名和核实过的证件由平台修改，需要更新请联系平台。</Note>
      </Gate>
    </Screen>
  )
}
