/**
 * WeChat's own uploader compiles the project without sending it: missing pages, components and wrong settings stop it.
 * A program of its own, because the uploader leaves processes behind. `node check-project.ts <dist> <zip>`
 */
import ci from 'miniprogram-ci'

const [projectPath = '', zip = ''] = process.argv.slice(2)
const options = {
  appid: 'wx0000000000000000',
  type: 'miniProgram' as const,
  projectPath,
  privateKey: 'none: nothing is sent',
  // else it asks servicewechat.com; its own types do not know this
  attr: async () => ci.DefaultProjectAttr,
}
const project = new ci.Project(options)
try {
  const setting = { es6: false, es7: false, minify: false, codeProtect: false, autoPrefixWXSS: false }
  const files = await ci.getCompiledResult(
    { project, version: '0.0.0', setting, onProgressUpdate: () => undefined },
    zip,
  )
  console.log(`compiled ${Object.keys(files).length} files`)
  process.exit(0)
} catch (error) {
  console.error(error)
  process.exit(1)
}
