/** The doors of identity. */
import { contract } from '@banyi/contract'
import { route, type Route } from '../route.ts'
import { addOperator } from './add-operator.ts'
import { addPatient } from './add-patient.ts'
import { bindPhoneBySms } from './bind-phone-by-sms.ts'
import { bindPhoneByWechat } from './bind-phone-by-wechat.ts'
import { getMe } from './get-me.ts'
import { getOperatorMe } from './get-operator-me.ts'
import { getPatient } from './get-patient.ts'
import { listOperators } from './list-operators.ts'
import { listPatients } from './list-patients.ts'
import { currentPolicies } from './policies.ts'
import { removePatient } from './remove-patient.ts'
import { rotateSession } from './rotate-session.ts'
import { sendSmsCode } from './send-sms-code.ts'
import { setConsent } from './set-consent.ts'
import { setOperatorActive } from './set-operator-active.ts'
import { signInBySms } from './sign-in-by-sms.ts'
import { signInByWechat } from './sign-in-by-wechat.ts'
import { signInOperator } from './sign-in-operator.ts'
import { signOutEverywhere } from './sign-out-everywhere.ts'
import { signOut } from './sign-out.ts'
import { updateMe } from './update-me.ts'
import { updatePatient } from './update-patient.ts'

const { identity } = contract
/** sign-ins per address: many phones share one address of a mobile carrier, one person never needs this many */
const perAddress = { max: 120, seconds: 60, by: 'ip' } as const
const codesPerAddress = { max: 30, seconds: 60, by: 'ip' } as const
const perPerson = { max: 60, seconds: 60, by: 'viewer' } as const

export const routes: Route[] = [
  route(identity.signInByWechat, { who: 'anyone', limit: perAddress, action: signInByWechat }),
  // counted by phone and by address inside
  route(identity.sendSmsCode, { who: 'anyone', action: sendSmsCode }),
  route(identity.signInBySms, { who: 'anyone', limit: codesPerAddress, action: signInBySms }),
  route(identity.bindPhoneByWechat, {
    who: 'account',
    limit: { max: 10, seconds: 3600, by: 'viewer' },
    action: bindPhoneByWechat,
  }),
  route(identity.bindPhoneBySms, {
    who: 'account',
    limit: { max: 20, seconds: 3600, by: 'viewer' },
    action: bindPhoneBySms,
  }),
  route(identity.rotateSession, {
    who: 'anyone',
    limit: { max: 30, seconds: 3600, by: 'viewer' },
    action: rotateSession,
  }),
  route(identity.signOut, { who: 'anyone', action: signOut }),
  route(identity.signOutEverywhere, { who: 'anyone', action: signOutEverywhere }),
  route(identity.getMe, { who: 'account', action: getMe }),
  route(identity.updateMe, { who: 'account', limit: perPerson, action: updateMe }),
  route(identity.listPolicies, { who: 'anyone', action: async () => ({ items: currentPolicies }) }),
  route(identity.setConsent, { who: 'account', limit: perPerson, action: setConsent }),
  route(identity.listPatients, { who: 'account', action: listPatients }),
  route(identity.addPatient, { who: 'account', limit: perPerson, action: addPatient }),
  route(identity.getPatient, { who: 'account', action: getPatient }),
  route(identity.updatePatient, { who: 'account', limit: perPerson, action: updatePatient }),
  route(identity.removePatient, { who: 'account', limit: perPerson, action: removePatient }),
  route(identity.signInOperator, { who: 'anyone', limit: { max: 30, seconds: 900, by: 'ip' }, action: signInOperator }),
  route(identity.getOperatorMe, { who: 'operator', action: getOperatorMe }),
  route(identity.listOperators, { who: ['security', 'audit'], action: listOperators }),
  route(identity.addOperator, { who: ['security'], limit: perPerson, action: addOperator }),
  route(identity.setOperatorActive, { who: ['security'], limit: perPerson, action: setOperatorActive }),
]
