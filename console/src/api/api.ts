/** The typed client, handed down by context so that a test can put its own `send` at the wire. */
import { createContext, useContext } from 'react'
import { createClient, type Client, type Send } from '@banyi/contract/client'

export interface Api {
  client: Client
  fetchBlob: (path: string) => Promise<Blob>
}

export const createApi = (send: Send, fetchBlob: (path: string) => Promise<Blob>): Api => ({
  client: createClient(send),
  fetchBlob,
})

export const ApiContext = createContext<Api | null>(null)

export const useApi = (): Api => {
  const api = useContext(ApiContext)
  if (!api) throw new Error('ApiContext is missing')
  return api
}
export const useClient = (): Client => useApi().client
