// node scripts/sizes.mjs: bytes of the WeChat packages; fails when one is over WeChat's 2 MB.
import fs from 'node:fs'
import path from 'node:path'

const LIMIT = 2 * 1024 * 1024
const dist = path.resolve(import.meta.dirname, '../dist/weapp')
const app = JSON.parse(fs.readFileSync(path.join(dist, 'app.json'), 'utf8'))
const roots = (app.subPackages ?? []).map((p) => p.root.replace(/\/$/, ''))
const sizes = new Map([['main', 0], ...roots.map((root) => [root, 0])])

const files = fs.readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
for (const entry of files) {
  const file = path.join(entry.parentPath, entry.name)
  const name = path.relative(dist, file)
  const owner = roots.find((root) => name.startsWith(`${root}/`)) ?? 'main'
  sizes.set(owner, sizes.get(owner) + fs.statSync(file).size)
}
for (const [owner, bytes] of sizes) console.log(`${String(Math.round(bytes / 1024)).padStart(6)} KB  ${owner}`)
if ([...sizes.values()].some((bytes) => bytes > LIMIT)) process.exit(1)
