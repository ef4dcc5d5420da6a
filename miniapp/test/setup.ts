import { cleanup } from '@testing-library/react'
import { afterEach, vi } from 'vitest'
import { server, storage, went } from './taro'

vi.stubGlobal('defineAppConfig', (config: unknown) => config)
vi.stubGlobal('definePageConfig', (config: unknown) => config)

afterEach(() => {
  cleanup()
  server.requests.length = 0
  server.answer = () => 'no answer'
  storage.clear()
  went.length = 0
})
