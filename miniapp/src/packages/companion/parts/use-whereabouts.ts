import { useCallback, useEffect, useRef, useState } from 'react'
import { useDidHide, useDidShow } from '@tarojs/taro'
import { api } from '@/api'
import { useAccount } from '@/parts/use-account'
import { type Fix, whereAmI } from '@/platform/place'

const EVERY = 30_000
const FAR = 50
/** she may stand still in a waiting room: a sign of life all the same */
const LONGEST_SILENCE = 120_000

/**
 * Tells the family where they are, while the visit lasts, the page is open and she has agreed. A fix that fails, or a
 * message that gets lost, is simply missing.
 */
export function useWhereabouts(taskId: string, isWanted: boolean) {
  const { account } = useAccount()
  const isAgreed = account?.consents.some((consent) => consent.purpose === 'location' && consent.isCurrent) ?? false
  const [isShown, setShown] = useState(true)
  useDidShow(() => setShown(true))
  useDidHide(() => setShown(false))
  const sent = useRef<{ fix: Fix; at: number } | null>(null)
  const isOn = isWanted && isAgreed && isShown

  const tell = useCallback(async () => {
    const fix = await whereAmI()
    if (!fix) return
    const last = sent.current
    if (last && metres(last.fix, fix) < FAR && Date.now() - last.at < LONGEST_SILENCE) return
    try {
      await api.orders.sendLocation({ params: { id: taskId }, body: fix })
      sent.current = { fix, at: Date.now() }
    } catch {
      // the next one comes in half a minute
    }
  }, [taskId])

  useEffect(() => {
    if (!isOn) return undefined
    void tell()
    const timer = setInterval(() => void tell(), EVERY)
    return () => clearInterval(timer)
  }, [isOn, tell])
  return { isKnown: account !== null, isAgreed }
}

/** Good enough for a few hundred metres. */
export function metres(a: { lat: number; lng: number }, b: { lat: number; lng: number }): number {
  const perDegree = 111_320
  const dLat = (a.lat - b.lat) * perDegree
  const dLng = (a.lng - b.lng) * perDegree * Math.cos((a.lat / 180) * Math.PI)
  return Math.hypot(dLat, dLng)
}
