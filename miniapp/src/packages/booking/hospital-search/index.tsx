import { useEffect, useState } from 'react'
import { api, usePaged, useRead } from '@/api'
import { go, PAGE } from '@/parts/go'
import { useAccount } from '@/parts/use-account'
import { useConsent } from '@/parts/use-consent'
import { whereAmI, type Fix } from '@/platform/place'
import { sayDistance } from '@/say/distance'
import { toast } from '@/store/say'
import { Button, Empty, Gap, Icon, InfiniteList, List, Note, Row, Screen, Sheet, Side, TextInput } from '@/ui'

const TYPING_PAUSE = 250

export default function HospitalSearch() {
  const [typed, setTyped] = useState('')
  const [query, setQuery] = useState('')
  const [district, setDistrict] = useState<string | null>(null)
  const [fix, setFix] = useState<Fix | null>(null)
  const [isLocating, setLocating] = useState(false)
  const [isChoosing, setChoosing] = useState(false)
  const [attribution, setAttribution] = useState('© OpenStreetMap contributors')
  const [total, setTotal] = useState<number | null>(null)
  const { isSignedIn } = useAccount()
  const consent = useConsent()
  const districts = useRead('districts', () => api.hospitals.listDistricts())

  useEffect(() => {
    const timer = setTimeout(() => setQuery(typed.trim()), TYPING_PAUSE)
    return () => clearTimeout(timer)
  }, [typed])

  const key = JSON.stringify([query, district, fix && [fix.lat, fix.lng]])
  const paged = usePaged(key, async (cursor) => {
    const page = await api.hospitals.searchHospitals({
      query: { query: query || undefined, district: district ?? undefined, lat: fix?.lat, lng: fix?.lng, cursor },
    })
    setAttribution(page.attribution)
    setTotal(page.total)
    return page
  })

  const locate = async () => {
    if (fix) return setFix(null)
    // a signed-in person is asked for the separate consent once; without an account nothing is kept anyway
    if (isSignedIn && !(await consent.ensure('location').catch(() => false))) {
      toast('不用位置也可以：按区或名字找')
      return
    }
    setLocating(true)
    const found = await whereAmI()
    setLocating(false)
    if (found) setFix(found)
    else toast('没有拿到位置，可以按区或名字找')
  }
  return (
    <Screen
      title="选医院"
      overlay={
        <>
          {consent.sheet}
          <Sheet open={isChoosing} title="在哪个区" onClose={() => setChoosing(false)}>
            <List>
              {[{ name: '全上海', count: null }, ...(districts.data?.items ?? [])].map((d) => (
                <Row
                  key={d.name}
                  title={d.name}
                  value={d.count === null ? undefined : `${d.count} 家`}
                  onTap={() => {
                    setDistrict(d.count === null ? null : d.name)
                    setChoosing(false)
                  }}
                />
              ))}
            </List>
          </Sheet>
        </>
      }
    >
      <TextInput
        label="医院名字、拼音或首字母"
        value={typed}
        maxLength={50}
        confirm="search"
        placeholder="瑞金、ruijin 或 rj"
        onChange={setTyped}
        aside={<Icon name="search" />}
      />
      <Gap size={2} />
      <Side>
        <Button size="small" icon="map-pin" onTap={() => setChoosing(true)}>
          {district ?? '全上海'}
        </Button>
        <Button size="small" icon="current-location" loading={isLocating} onTap={() => void locate()}>
          {fix ? '按距离排，取消' : '离我近的'}
        </Button>
      </Side>
      <Gap />
      {total !== null && <Note>找到 {total} 家</Note>}
      <InfiniteList
        lines
        paged={paged}
        keyOf={(h) => h.id}
        render={(hospital) => (
          <Row
            title={hospital.name}
            note={[hospital.level, hospital.district, hospital.address].filter(Boolean).join(' · ')}
            value={hospital.distanceMeters === null ? undefined : sayDistance(hospital.distanceMeters)}
            onTap={() => go(PAGE.hospital(hospital.id, 'booking'))}
          />
        )}
        empty={<Empty title="没有找到这家医院" note="换个说法，或者只写两三个字试试" />}
      />
      <Note>医院位置数据：{attribution}</Note>
    </Screen>
  )
}
