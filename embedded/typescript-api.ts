import { registerHooks } from 'node:module'

/**
 * Loaded before dependency-cruiser (`node --import`): it reads TypeScript by the JavaScript API, which TypeScript 7 no
 * longer has. It gets the last version that has one; our own code is checked by 7.
 */
registerHooks({
  resolve(specifier, context, nextResolve) {
    const isWanted = /^typescript($|\/)/.test(specifier) && context.parentURL?.includes('/dependency-cruiser/')
    return nextResolve(specifier, isWanted ? { ...context, parentURL: import.meta.url } : context)
  },
})
