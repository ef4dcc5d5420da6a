import { QueryClient } from '@tanstack/react-query'
import { isPassing } from './problems.ts'

/** A refusal is an answer and is shown at once; only a dead line or a failing server is asked again by itself. */
export const createQueries = (retries = 2): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        retry: (count, error) => count < retries && isPassing(error),
        staleTime: 15_000,
        refetchOnWindowFocus: true,
        // React Query believes navigator.onLine, which is wrong behind many hospital networks
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
