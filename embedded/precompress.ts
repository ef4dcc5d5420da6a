import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** below this the headers weigh more than what is saved */
const MIN_BYTES = 1024
/** 11 takes seconds for a bundle and saves little more */
const QUALITY = 9

/** Writes .br and .gz beside what a browser loads, so that the server only has to pick one. */
export function precompress(folder: string): void {
  for (const name of globSync('**/*.{js,css,html,svg,json}', { cwd: folder })) {
    const file = join(folder, name)
    if (statSync(file).size < MIN_BYTES) continue
    const bytes = readFileSync(file)
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } }))
    writeFileSync(`${file}.gz`, gzipSync(bytes))
  }
}
