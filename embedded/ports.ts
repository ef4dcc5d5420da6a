import { isFree } from './free-port.ts'
import { LaunchError } from './launch-error.ts'

export type Ports = { server: number; sandboxBase: number; sandbox: number[] }

/** PORT and SANDBOX_PORT_BASE, or the usual numbers. `offsets` are the ports that the sandbox opens above its base. */
export function readPorts(offsets: number[]): Ports {
  const server = read('PORT', 8080)
  const sandboxBase = read('SANDBOX_PORT_BASE', 9100)
  const sandbox = offsets.map((offset) => sandboxBase + offset)
  if (sandbox.includes(server))
    throw new LaunchError(
      `PORT ${server} is also one of the sandbox's ports (${sandbox.join(', ')}).`,
      'Choose another PORT or SANDBOX_PORT_BASE.',
    )
  return { server, sandboxBase, sandbox }
}

/** Better one sentence before anything runs than a stack trace from a child in the middle. */
export async function requireFree({ server, sandbox }: Ports): Promise<void> {
  if (!(await isFree(server)))
    throw new LaunchError(
      `Port ${server}, meant for the server, is in use by another program.`,
      `Stop that program, or choose another port: PORT=${server + 10} npm start`,
    )
  for (const port of sandbox)
    if (!(await isFree(port)))
      throw new LaunchError(
        `Port ${port}, meant for the sandbox, is in use by another program.`,
        `Stop that program, or choose other ports: SANDBOX_PORT_BASE=${port + 100} npm start`,
      )
}

function read(name: string, usual: number): number {
  const text = process.env[name]
  if (text === undefined || text === '') return usual
  const port = Number(text)
  if (Number.isInteger(port) && port >= 1 && port <= 65_000) return port
  throw new LaunchError(`${name}=${text} is no port number.`, `Choose one from 1024 to 65000, for example ${usual}.`)
}
