import { fileURLToPath } from 'node:url'
import { job, type Module } from '../module.ts'
import { makePdf } from './make-pdf.ts'
import { MAKE_PDF } from './make-pdf-task.ts'
import { routes } from './routes.ts'

export const contracts: Module = {
  name: 'contracts',
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes,
  jobs: [job(MAKE_PDF, makePdf)],
}
