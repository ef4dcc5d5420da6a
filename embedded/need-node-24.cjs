/* Loaded before the programs of package.json. Plain old JavaScript, so that an old Node can read it and say what is wrong. */
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  const { existsSync } = require('node:fs')
  const { join } = require('node:path')
  const modules = join(__dirname, '../node_modules')
  let advice = 'Run "npm ci" first: it brings Node 24 along.'
  if (existsSync(modules)) advice = 'npm has no Node 24 for this system: install Node 24 or newer and try again.'
  if (existsSync(join(modules, '.bin/node'))) advice = 'Use "npm start" and its like: npm has brought Node 24 along.'
  process.stderr.write(`\nBanyi needs Node 24 or newer; this is Node ${process.versions.node}.\n${advice}\n\n`)
  process.exit(1)
}
