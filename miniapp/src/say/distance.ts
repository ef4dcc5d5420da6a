/** metres -> 850 米 / 3.2 公里 */
export function sayDistance(metres: number): string {
  if (metres < 1000) return `${Math.round(metres / 10) * 10} 米`
  const km = metres / 1000
  return `${km < 10 ? km.toFixed(1) : Math.round(km)} 公里`
}
