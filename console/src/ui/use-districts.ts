import { useQuery } from '@tanstack/react-query'
import { useClient } from '../api/api.ts'

/** the city's districts, as the directory knows them */
export function useDistrictOptions(): { value: string; label: string }[] {
  const client = useClient()
  const query = useQuery({
    queryKey: ['districts'],
    queryFn: () => client.hospitals.listDistricts(),
    staleTime: Infinity,
  })
  return (query.data?.items ?? []).map(({ name }) => ({ value: name, label: name }))
}
