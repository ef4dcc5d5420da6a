import { create } from 'zustand'
import { typeFactor } from '../platform/type-size'
import { readStored, writeStored } from './stored'

/** null: follow the phone's own type size */
type Choice = boolean | null

interface ElderMode {
  choice: Choice
  /** type size of WeChat or the browser, 1 = standard */
  factor: number
  isOn: boolean
  choose: (isOn: boolean) => void
  refresh: () => void
}

const KEY = 'banyi.elder'
/** WeChat's 关怀模式 starts at 1.4; from 1.3 on the person evidently wants large type */
const LARGE = 1.3

const decide = (choice: Choice, factor: number): boolean => choice ?? factor >= LARGE

export const useElder = create<ElderMode>((set, get) => {
  const choice = readStored<boolean>(KEY)
  const factor = typeFactor()
  return {
    choice,
    factor,
    isOn: decide(choice, factor),
    choose: (isOn) => {
      writeStored(KEY, isOn)
      set({ choice: isOn, isOn })
    },
    refresh: () => {
      const now = typeFactor()
      set({ factor: now, isOn: decide(get().choice, now) })
    },
  }
})
