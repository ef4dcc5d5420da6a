/** What contracts promises to orders; called inside its transactions. */
export {
  agreeByCompanion,
  agreeByFamily,
  reviseContract,
  voidContract,
  type AgreedContract,
  type Signer,
} from './agree.ts'
export { currentTemplateVersion } from './templates.ts'
export type { ContractTerms, TermsChange } from './terms.ts'
