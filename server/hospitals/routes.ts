import { hospitals } from '@banyi/contract/hospitals'
import { route, type Route } from '../route.ts'
import { getHospital } from './get-hospital.ts'
import { importHospitals } from './import-hospitals.ts'
import { listDepartments } from './list-departments.ts'
import { listDistricts } from './list-districts.ts'
import { listGuideHistory } from './list-guide-history.ts'
import { searchHospitals } from './search-hospitals.ts'
import { updateGuide } from './update-guide.ts'

/** 10,000 hospitals are about 2 MB; the body is read before anybody is known, so not more than needed */
const IMPORT_BODY_LIMIT = 8 * 1024 * 1024

export const routes: Route[] = [
  route(hospitals.searchHospitals, { who: 'anyone', action: searchHospitals }),
  route(hospitals.listDistricts, { who: 'anyone', action: listDistricts }),
  route(hospitals.listDepartments, { who: 'anyone', action: listDepartments }),
  route(hospitals.getHospital, { who: 'anyone', action: getHospital }),
  route(hospitals.updateGuide, { who: ['content'], action: updateGuide }),
  route(hospitals.listGuideHistory, { who: 'operator', action: listGuideHistory }),
  route(hospitals.importHospitals, {
    who: ['content'],
    bodyLimit: IMPORT_BODY_LIMIT,
    limit: { max: 30, seconds: 3600, by: 'viewer' },
    action: importHospitals,
  }),
]
