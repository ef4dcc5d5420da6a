import { createRequire, registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'

/**
 * Loaded before dependency-cruiser (`node --import`): it reads TypeScript by the JavaScript API, which TypeScript 7 no
 * longer has. It gets the last version that has one, from this folder; our own code is checked by 7.
 */
const { resolve } = createRequire(import.meta.url)

registerHooks({
  resolve(specifier, context, nextResolve) {
    const isWanted = /^typescript($|\/)/.test(specifier) && context.parentURL?.includes('/dependency-cruiser/')
    return isWanted
      ? { url: pathToFileURL(resolve(specifier)).href, shortCircuit: true }
      : nextResolve(specifier, context)
  },
})
