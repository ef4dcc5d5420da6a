/** A list that a person ticked or typed, each once, in her order. */
export const unique = <T>(list: T[]): T[] => [...new Set(list)]
