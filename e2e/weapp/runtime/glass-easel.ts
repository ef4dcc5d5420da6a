/** The few parts of WeChat's component framework that are used here; its packages come without usable types. */
import * as adapter from 'glass-easel-miniprogram-adapter'

export type Handler = (...given: never[]) => unknown
export interface Instance {
  data: Record<string, unknown>
  route?: string
  __route__?: string
  options?: Record<string, string>
  onLoad?: (query: Record<string, string>) => void
  onShow?: () => void
  onHide?: () => void
  onReady?: () => void
  onUnload?: () => void
  onReachBottom?: () => void
  onPullDownRefresh?: () => void
  triggerEvent: (name: string, detail: unknown, options: object) => void
  getBackendElement: () => HTMLElement
  /** ours: what a built-in component does when a property changes */
  __update?: () => void
}
export interface PageEnv {
  Page: (options: object) => void
  Component: (options: object) => void
  Behavior: (options: object) => unknown
}
interface ComponentDefinition {
  is: string
  options: { styleScope: unknown }
  properties: Record<string, object>
  lifetimes: Record<string, (this: Instance) => void>
}
interface Space {
  defineComponent: (definition: ComponentDefinition) => unknown
  setGlobalUsingComponent: (tag: string, component: unknown) => void
}
export interface Code {
  _$sharedStyleScope: unknown
  getComponentSpace: () => Space
  addComponentStaticConfig: (path: string, config: object) => void
  addCompiledTemplate: (path: string, template: object) => void
  componentEnv: (path: string, define: (env: PageEnv) => void) => void
}
export interface Root {
  get: () => Instance
  attach: (parent: Node, placeholder: Node) => void
  getComponent: () => { getBackendElement: () => HTMLElement }
  release?: () => void
}
interface Env {
  createCodeSpace: (id: string, isMain: boolean) => Code
  associateBackend: (context: object) => { createRoot: (tag: string, code: Code, path: string) => Root }
}
interface Target {
  is?: string
}
interface GlassEasel {
  CurrentWindowBackendContext: new () => {
    onEvent: (hear: (target: Target, type: string, detail: unknown, options: object) => unknown) => void
  }
  Event: {
    new (type: string, detail: unknown, options: object): { getEventBubbleStatus: () => unknown }
    dispatchEvent: (target: Target, event: unknown) => void
  }
  globalOptions: { throwGlobalError: boolean }
  addGlobalErrorListener: (hear: (error: unknown) => void) => void
  addGlobalWarningListener: (hear: (warning: unknown) => boolean) => void
}

const { MiniProgramEnv, glassEasel } = adapter as unknown as { MiniProgramEnv: new () => Env; glassEasel: GlassEasel }
export { glassEasel }
export const environment = new MiniProgramEnv()
export const code = environment.createCodeSpace('', true)
