import { useSyncExternalStore } from 'react'
import type { Operator } from '@banyi/contract/identity'
import { may, type Deed } from './duties.ts'
import { sessionStore, type SessionState } from './session.ts'

export const useSessionState = (): SessionState => useSyncExternalStore(sessionStore.subscribe, sessionStore.get)

export const useOperator = (): Operator | null => useSessionState().session?.operator ?? null
export const useMay = (deed: Deed): boolean => may(useOperator(), deed)
