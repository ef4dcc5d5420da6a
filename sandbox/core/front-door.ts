/** The way of every request to a vendor: scenario, handling, signing, log. */
import { setTimeout as wait } from 'node:timers/promises'
import type { SimReply, SimRequest } from './http.ts'
import type { Scenario } from './scenarios.ts'
import type { Vendor, World } from './world.ts'

async function perform(vendor: Vendor, request: SimRequest, trick: Scenario | undefined): Promise<SimReply> {
  const done = (reply: SimReply) => vendor.finish?.(reply, request, trick) ?? reply
  switch (trick?.do) {
    case 'close':
    case 'hang':
      return { status: 0, drop: trick.do }
    case 'error':
      return done(vendor.refuse({ status: trick.status, code: trick.code, message: trick.message }))
    case 'delay':
      await wait(trick.ms ?? 1000, undefined, { ref: false })
      return done(await vendor.handle(request, trick))
    case 'close-after-commit':
    case 'hang-after-commit':
      await vendor.handle(request, trick)
      return { status: 0, drop: trick.do === 'close-after-commit' ? 'close' : 'hang' }
    default:
      return done(await vendor.handle(request, trick))
  }
}

export async function serveVendor(world: World, vendor: Vendor, request: SimRequest): Promise<SimReply> {
  const startedAt = Date.now()
  const subjects = vendor.subjectsOf(request)
  const action = vendor.actionOf(request)
  const trick = world.scenarios.take({ on: 'answer', vendor: vendor.name, action, subjects })
  const reply = await perform(vendor, request, trick)
  world.journal.add({
    vendor: vendor.name,
    direction: 'in',
    method: request.method,
    target: request.target,
    status: reply.status,
    ms: Date.now() - startedAt,
    subjects,
    scenario: trick?.do,
    note: reply.drop ? `dropped: ${reply.drop}` : action === request.path ? undefined : action,
    sent: request.body.toString('utf8'),
    answered: Buffer.isBuffer(reply.body) ? `(${reply.body.length} bytes)` : reply.body,
  })
  return reply
}
