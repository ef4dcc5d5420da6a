/** WGS-84 (GPS, OpenStreetMap) to GCJ-02 (every map in mainland China); off by up to a kilometre when mixed up. */
const A = 6_378_245
const EE = 0.006693421622965943

export function toGcj02(wgs: { lat: number; lng: number }): { lat: number; lng: number } {
  const x = wgs.lng - 105
  const y = wgs.lat - 35
  const radians = (wgs.lat / 180) * Math.PI
  const magic = 1 - EE * Math.sin(radians) ** 2
  const lat = (shiftLat(x, y) * 180) / (((A * (1 - EE)) / (magic * Math.sqrt(magic))) * Math.PI)
  const lng = (shiftLng(x, y) * 180) / ((A / Math.sqrt(magic)) * Math.cos(radians) * Math.PI)
  return { lat: round(wgs.lat + lat), lng: round(wgs.lng + lng) }
}

const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6
const wave = (a: number, factorA: number, b: number, factorB: number): number =>
  ((factorA * Math.sin(a * Math.PI) + factorB * Math.sin(b * Math.PI)) * 2) / 3

const shiftLat = (x: number, y: number): number =>
  -100 +
  2 * x +
  3 * y +
  0.2 * y * y +
  0.1 * x * y +
  0.2 * Math.sqrt(Math.abs(x)) +
  wave(6 * x, 20, 2 * x, 20) +
  wave(y, 20, y / 3, 40) +
  wave(y / 12, 160, y / 30, 320)
const shiftLng = (x: number, y: number): number =>
  300 +
  x +
  2 * y +
  0.1 * x * x +
  0.1 * x * y +
  0.1 * Math.sqrt(Math.abs(x)) +
  wave(6 * x, 20, 2 * x, 20) +
  wave(x, 20, x / 3, 40) +
  wave(x / 12, 150, x / 30, 300)
