/** What identity promises other modules; the only file of this folder that they import. */
export { findAccountIdsByPhone } from './find-accounts-by-phone.ts'
export { createOperator } from './add-operator.ts'
export { findAccountIdByOpenid } from './account-queries.ts'
export { hashPhone } from './hash-phone.ts'
export type { PatientRecord } from './patient-fields.ts'
export { accountContact, accountContacts, operatorNames, type AccountContact } from './read-contacts.ts'
export { findPatients, requirePatient } from './read-patients.ts'
export { hasConsent, requireConsent } from './require-consent.ts'
