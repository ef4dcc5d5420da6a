/** Searching among 10,000 hospitals: time on the server, against the slowest acceptable 20 ms. */
import type { Stack } from '../e2e/stack.ts'
import { compose } from '../server/compose.ts'
import { readConfig } from '../server/config.ts'
import { systemClock } from '../server/core/clock.ts'
import { silentLog } from '../server/core/log.ts'
import { importDirectory, madeUpDirectory } from '../server/hospitals/index.ts'
import { modules } from '../server/modules.ts'
import { quantile, round, type Figure } from './numbers.ts'

const QUERIES = [
  '瑞金',
  '瑞金医院',
  'rj',
  'ruijin',
  '人民医院',
  '中',
  '妇',
  '第六',
  'zhongshan',
  '口腔 浦东',
  'xyz-none',
  '儿童医院',
  'sh',
  '',
]
const REPEATS = 20

export async function benchHospitalSearch(stack: Stack): Promise<Figure[]> {
  const running = await compose({
    config: readConfig({ ...stack.env, PORT: '0' }),
    clock: systemClock,
    log: silentLog,
    all: modules,
    chosen: modules,
    roles: ['http'],
  })
  try {
    await importDirectory(running.system, madeUpDirectory(10_000), {
      isPartialAllowed: false,
      isDryRun: false,
      source: 'operator',
      attribution: '',
    })
    await running.system.db.pool.query('analyze')
    const times: number[] = []
    for (let i = 0; i < REPEATS; i++) {
      for (const query of QUERIES) {
        const near = i % 2 === 0 ? '&lat=31.21&lng=121.47' : ''
        const begin = performance.now()
        const answer = await running.app.inject({
          method: 'GET',
          url: `/hospitals?query=${encodeURIComponent(query)}${near}`,
        })
        if (i > 1) times.push(performance.now() - begin)
        if (answer.statusCode !== 200) throw new Error(`search answered ${answer.statusCode}`)
      }
    }
    return [
      {
        what: `hospital search among 10,000, ${QUERIES.length} queries, p50 / p95 / p99`,
        value: `${[0.5, 0.95, 0.99].map((q) => round(quantile(times, q))).join(' / ')} ms`,
        aim: 'under 20 ms',
      },
    ]
  } finally {
    await running.stop()
  }
}
