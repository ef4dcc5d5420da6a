/** What orders promises other modules; the only file of this folder that they import. */
export { countDisputes, countIncidents, countOrders } from './figures.ts'
