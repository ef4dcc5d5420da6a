/** What insurance promises other modules; the only file of this folder that they import. */
export { insure } from './insure.ts'
export { countPolicies, policiesOf, type PolicyBrief } from './policies-of-orders.ts'
export { requireOffer, type ChosenOffer } from './require-offer.ts'
