/* Loaded before the programs of package.json. Plain old JavaScript, so that an old Node can read it and say what is wrong. */
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  const isInstalled = require('node:fs').existsSync(require('node:path').join(__dirname, '../node_modules'))
  const advice = isInstalled
    ? 'No Node 24 comes by npm for this system: install Node 24 or newer (https://nodejs.org) and try again.'
    : 'Run "npm ci" first: it brings Node 24 along.'
  process.stderr.write(`\nBanyi needs Node 24 or newer; this is Node ${process.versions.node}.\n${advice}\n\n`)
  process.exit(1)
}
