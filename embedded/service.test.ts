import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LaunchError } from './launch-error.ts'
import { keepRunning, type Running } from './service.ts'

type Fake = Running & { end(how: string): void; stops: number }

let launched: Fake[]
const latest = (): Fake => {
  const fake = launched.at(-1)
  if (!fake) throw new Error('nothing was launched')
  return fake
}

const launch = async (): Promise<Running> => {
  let end: (how: string) => void = () => {}
  const ended = new Promise<string>((resolve) => (end = resolve))
  const fake: Fake = {
    pid: launched.length,
    ended,
    end,
    stops: 0,
    stop: async () => {
      fake.stops += 1
      end('SIGTERM')
    },
    kill: () => end('SIGKILL'),
  }
  launched.push(fake)
  return fake
}

beforeEach(() => {
  launched = []
  vi.useFakeTimers()
  vi.spyOn(console, 'log').mockImplementation(() => {})
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

test('starts again what ended unasked, at once the first time', async () => {
  await keepRunning('server', launch, () => {})
  latest().end('SIGKILL')
  await vi.advanceTimersByTimeAsync(150)
  expect(launched).toHaveLength(2)
})

test('does not start again what was stopped', async () => {
  const service = await keepRunning('server', launch, () => {})
  await service.stop()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(launched).toHaveLength(1)
  expect(latest().stops).toBe(1)
})

test('gives up after five ends within a minute, with the reason', async () => {
  const giveUp = vi.fn<(error: LaunchError) => void>()
  await keepRunning('server', launch, giveUp)
  for (let i = 0; i < 5; i += 1) {
    latest().end('exit code 1')
    await vi.advanceTimersByTimeAsync(3000)
  }
  expect(launched).toHaveLength(5)
  expect(giveUp).toHaveBeenCalledOnce()
  expect(String(giveUp.mock.calls[0]?.[0])).toContain('ended 5 times within a minute (exit code 1)')
})

test('ends that lie far apart never add up', async () => {
  const giveUp = vi.fn<(error: LaunchError) => void>()
  await keepRunning('server', launch, giveUp)
  for (let i = 0; i < 10; i += 1) {
    latest().end('exit code 1')
    await vi.advanceTimersByTimeAsync(20_000)
  }
  expect(giveUp).not.toHaveBeenCalled()
  expect(launched).toHaveLength(11)
})

test('a start that fails counts as an end and is tried again', async () => {
  let tries = 0
  const service = await keepRunning(
    'server',
    async () => {
      tries += 1
      if (tries === 2) throw new Error('port in use')
      return launch()
    },
    () => {},
  )
  latest().end('SIGKILL')
  await vi.advanceTimersByTimeAsync(1000)
  expect(launched).toHaveLength(2)
  await service.stop()
})

test('a stop in the middle of a new start stops that one too', async () => {
  const service = await keepRunning('server', launch, () => {})
  latest().end('SIGKILL')
  await vi.advanceTimersByTimeAsync(10)
  const stopping = service.stop()
  await vi.advanceTimersByTimeAsync(5000)
  await stopping
  expect(launched).toHaveLength(1)
})
