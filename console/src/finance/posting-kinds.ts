/** The words of the books for the filter; every posting brings its own name. */
export const postingKinds: { value: string; label: string }[] = [{ value: 'captured', label: '家属付款' }]
