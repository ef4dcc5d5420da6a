export const MAKE_PDF = 'contracts.make-pdf'
export interface MakePdf {
  contractId: string
}
