import type { FamilyOrder } from '@banyi/contract/orders'
import { go, PAGE } from '@/parts/go'
import { call } from '@/platform/phone'
import { publicPicture } from '@/platform/pictures'
import { sayExperience, VERIFIED } from '@/say/words'
import { Body, Button, Card, Gap, PersonCard, Side } from '@/ui'

/** Who goes along, or why nobody yet. */
export function CompanionPart({ order }: { order: FamilyOrder }) {
  const { companion, can } = order
  if (!companion) {
    if (!order.isAwaitingCompanion) return null
    return (
      <Card tone="warm" title="还没有陪诊员">
        <Body sub>我们正在安排，安排好马上通知您。开始前没有人能来，全额退款。</Body>
        {can.chooseCompanion && (
          <>
            <Gap size={2} />
            <Button onTap={() => go(PAGE.companion(order.id))}>自己选一位</Button>
          </>
        )}
      </Card>
    )
  }
  const { phone } = companion
  return (
    <>
      <PersonCard
        name={companion.name}
        photo={publicPicture(companion.photoUrl)}
        line={sayExperience(companion)}
        verified={companion.verified.slice(0, 3).map((item) => VERIFIED[item])}
        onTap={() => go(PAGE.companionProfile(companion.id))}
        aside={
          phone ? (
            <Side>
              <Button size="small" icon="phone" label={`电话，打给${companion.name}`} onTap={() => call(phone)}>
                电话
              </Button>
            </Side>
          ) : undefined
        }
      />
      {can.chooseCompanion && (
        <>
          <Button kind="text" onTap={() => go(PAGE.companion(order.id))}>
            换一位陪诊员
          </Button>
          <Gap size={2} />
        </>
      )}
    </>
  )
}
