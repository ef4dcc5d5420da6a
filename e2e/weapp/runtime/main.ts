/** Starts the bundle: templates, wx, app.js, first page. */
import { sim, fault } from './settings.ts'
import { defineComponents } from './components.ts'
import type { Instance } from './glass-easel.ts'
import { createPages, style } from './pages.ts'
import { app, createProgram, declareTemplates } from './program.ts'
import { machine } from './wx-machine.ts'
import { network } from './wx-network.ts'
import { people } from './wx-people.ts'

// rpx in inline styles; and attributes that WeChat takes as booleans
const { setAttribute } = Element.prototype as { setAttribute: (this: Element, name: string, value: string) => void }
Element.prototype.setAttribute = function set(name: string, value: string) {
  const given: unknown = value
  if ((name === 'disabled' || name === 'hidden') && (given === 'false' || given === '' || given === false))
    return this.removeAttribute(name)
  const isStyle = name === 'style' && typeof given === 'string'
  return setAttribute.call(
    this,
    name,
    isStyle ? value.replaceAll(/(-?[\d.]+)rpx/g, (_, n: string) => `calc(${n} * 100vw / 750)`) : value,
  )
}

const first = app.pages[0] ?? ''
let openPages: () => Instance[] = () => []
const wx: Record<string, unknown> = { ...machine(first), ...network, ...people }
const program = createProgram(wx, () => openPages())
const pages = createPages((path) => program.define(path))
openPages = pages.instances
Object.assign(wx, pages.ways)
sim.navigate = (way, url) => new Promise((complete) => void pages.ways[way]({ url, complete }))

defineComponents()
declareTemplates()
try {
  style('app', globalThis.__css['app.wxss'])
  program.start()
  // App.onLaunch runs before the first page
  await new Promise((resolve) => setTimeout(resolve))
  pages.open(first)
} catch (error) {
  fault(error)
}
sim.isReady = true
