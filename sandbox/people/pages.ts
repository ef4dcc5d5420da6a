/** The pages for people on base+0. */
import type { Control } from '../control/actions.ts'
import type { SimReply, SimRequest } from '../core/http.ts'
import type { World } from '../core/world.ts'

export function servePeople(_world: World, _control: Control, _request: SimRequest): SimReply {
  return { status: 404, body: 'not yet' }
}
