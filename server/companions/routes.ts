import { companions } from '@banyi/contract/companions'
import { rawRoute, route, type Route } from '../route.ts'
import { addCompanion } from './add-companion.ts'
import { addMyException } from './add-my-exception.ts'
import { getAvailability } from './get-availability.ts'
import { getCompanionCalendar } from './get-companion-calendar.ts'
import { getCompanionRecord } from './get-companion-record.ts'
import { getCompanion } from './get-companion.ts'
import { getMyCalendar } from './get-my-calendar.ts'
import { getMyCompanion } from './get-my-companion.ts'
import { getPhoto } from './get-photo.ts'
import { listAvailableCompanions } from './list-available-companions.ts'
import { listRoster } from './list-roster.ts'
import { removeMyException } from './remove-my-exception.ts'
import { setCompanionPhoto } from './set-companion-photo.ts'
import { setCompanionStatus } from './set-companion-status.ts'
import { setMyWeeklyHours } from './set-my-weekly-hours.ts'
import { updateCompanionRecord } from './update-companion-record.ts'
import { updateMyProfile } from './update-my-profile.ts'

/** 7,000,000 characters of base64 are 5 MB of picture */
const PHOTO_BODY_LIMIT = 7_100_000
const browsing = { max: 240, seconds: 60, by: 'viewer' } as const

export const routes: Route[] = [
  // `anyone` with a check inside: families, companions and operators, but no stranger
  route(companions.listAvailableCompanions, { who: 'anyone', limit: browsing, action: listAvailableCompanions }),
  route(companions.getCompanion, { who: 'anyone', limit: browsing, action: getCompanion }),
  route(companions.getAvailability, { who: 'anyone', limit: browsing, action: getAvailability }),
  rawRoute(companions.getPhoto, { who: 'anyone', handle: getPhoto }),
  route(companions.getMyCompanion, { who: 'account', action: getMyCompanion }),
  route(companions.updateMyProfile, { who: 'account', action: updateMyProfile }),
  route(companions.setMyWeeklyHours, { who: 'account', action: setMyWeeklyHours }),
  route(companions.getMyCalendar, { who: 'account', action: getMyCalendar }),
  route(companions.addMyException, { who: 'account', action: addMyException }),
  route(companions.removeMyException, { who: 'account', action: removeMyException }),
  route(companions.listRoster, { who: ['reviewer', 'dispatcher'], action: listRoster }),
  route(companions.getCompanionRecord, { who: ['reviewer', 'dispatcher'], action: getCompanionRecord }),
  route(companions.getCompanionCalendar, { who: ['reviewer', 'dispatcher'], action: getCompanionCalendar }),
  route(companions.addCompanion, { who: ['reviewer'], action: addCompanion }),
  route(companions.updateCompanionRecord, { who: ['reviewer'], action: updateCompanionRecord }),
  route(companions.setCompanionStatus, { who: ['reviewer'], action: setCompanionStatus }),
  route(companions.setCompanionPhoto, { who: ['reviewer'], bodyLimit: PHOTO_BODY_LIMIT, action: setCompanionPhoto }),
]
