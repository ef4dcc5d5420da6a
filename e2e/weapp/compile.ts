/**
 * Turns a weapp build into files that a browser can run: WXML and WXS by WeChat's own template compiler (glass-easel),
 * WXSS by resolving imports and rpx, JavaScript as functions that see neither window nor document, as in WeChat.
 */
import { TmplGroup } from 'glass-easel-template-compiler'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** glass-easel's own notes on a template; WeChat has the same levels */
export interface TemplateNote {
  file: string
  at: string
  message: string
  isError: boolean
}
export interface Bundle {
  /** the program as one classic script: __templates, __modules, __json, __css */
  script: string
  notes: TemplateNote[]
  /** pictures and the like: path -> bytes */
  assets: Map<string, Buffer>
}

/** what the logic layer of WeChat gives a module; everything else that a browser has is shadowed by undefined */
const SEEN = 'require,module,exports,wx,App,Page,Component,Behavior,getApp,getCurrentPages,global'
const UNSEEN = 'window,document,navigator,location,XMLHttpRequest,fetch,localStorage,sessionStorage,WebSocket'

export const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()

export function compile(dist: string): Bundle {
  const files = filesOf(dist)
  const read = (file: string) => readFileSync(path.join(dist, file), 'utf8')
  const ending = (end: string) => files.filter((file) => file.endsWith(end))
  const { group, notes } = compileTemplates(ending('.wxs'), ending('.wxml'), read)
  const modules = ending('.js').map((file) => `${JSON.stringify(file)}:function(${SEEN},${UNSEEN}){${read(file)}\n}`)
  const json = Object.fromEntries(ending('.json').map((file) => [file, JSON.parse(read(file)) as unknown]))
  const script = [
    `globalThis.__templates=${group.getTmplGenObjectGroups()}`,
    `globalThis.__modules={${modules.join(',\n')}}`,
    `globalThis.__json=${JSON.stringify(json)}`,
    `globalThis.__css=${JSON.stringify(styles(ending('.wxss'), read))}`,
  ].join(';\n')
  const others = files.filter((file) => !/\.(js|json|wxml|wxss|wxs|txt)$/.test(file))
  return { script, notes, assets: new Map(others.map((file) => [file, readFileSync(path.join(dist, file))])) }
}

function compileTemplates(scripts: string[], templates: string[], read: (file: string) => string) {
  const group = new TmplGroup()
  const notes: TemplateNote[] = []
  for (const file of scripts) group.addScript(file.slice(0, -'.wxs'.length), read(file))
  for (const file of templates) {
    for (const note of group.addTmpl(file.slice(0, -'.wxml'.length), read(file)) ?? []) {
      const at = `${note.startLine}:${note.startColumn}`
      notes.push({ file, at, message: note.message, isError: note.isError })
    }
  }
  return { group, notes }
}

function styles(files: string[], read: (file: string) => string): Record<string, string> {
  const source = new Map(files.map((file) => [file, read(file)]))
  const inline = (file: string, seen: Set<string>): string => {
    if (seen.has(file)) return ''
    seen.add(file)
    return (source.get(file) ?? '').replaceAll(/@import\s+(?:url\()?["']([^"']+)["']\)?\s*;?/g, (_, to: string) =>
      inline(to.startsWith('/') ? to.slice(1) : path.posix.join(path.posix.dirname(file), to), seen),
    )
  }
  const inPixels = (css: string) => css.replaceAll(/(-?[\d.]+)rpx/g, (_, n: string) => `calc(${n} * 100vw / 750)`)
  return Object.fromEntries(files.map((file) => [file, inPixels(inline(file, new Set()))]))
}
