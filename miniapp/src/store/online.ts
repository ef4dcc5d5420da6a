import { create } from 'zustand'

/** Whether the phone has a network, and how many commands wait for one. */
export const useOnline = create<{ isOnline: boolean; waiting: number }>(() => ({ isOnline: true, waiting: 0 }))
