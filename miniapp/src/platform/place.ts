import Taro from '@tarojs/taro'

export interface Fix {
  lat: number
  lng: number
  accuracyMeters: number | null
}

export function openPlace(place: { lat: number; lng: number; name: string; address: string }): void {
  if (process.env.TARO_ENV === 'weapp') {
    void Taro.openLocation({
      latitude: place.lat,
      longitude: place.lng,
      name: place.name,
      address: place.address,
      scale: 16,
    })
    return
  }
  const marker = `coord:${place.lat},${place.lng};title:${place.name};addr:${place.address}`
  window.open(
    `https://apis.map.qq.com/uri/v1/marker?marker=${encodeURIComponent(marker)}&referer=banyi`,
    '_blank',
    'noopener,noreferrer',
  )
}

/** One location fix in GCJ-02, or null: a missing fix is noted, never in the way. */
export async function whereAmI(): Promise<Fix | null> {
  if (process.env.TARO_ENV === 'weapp') {
    try {
      const at = await Taro.getLocation({ type: 'gcj02' })
      return { lat: at.latitude, lng: at.longitude, accuracyMeters: at.accuracy }
    } catch {
      return null
    }
  }
  return new Promise((resolve) => {
    if (!('geolocation' in navigator)) return resolve(null)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ ...toGcj02(coords.latitude, coords.longitude), accuracyMeters: coords.accuracy }),
      () => resolve(null),
      { timeout: 8000, maximumAge: 30_000, enableHighAccuracy: true },
    )
  })
}

const AXIS = 6_378_245
const FLATNESS = 0.006_693_421_622_965_943

/** WGS-84 of browsers -> GCJ-02 of Chinese maps; the published polynomial, good to a few metres. Outside China: unchanged. */
export function toGcj02(lat: number, lng: number): { lat: number; lng: number } {
  if (lng < 72.004 || lng > 137.8347 || lat < 0.8293 || lat > 55.8271) return { lat, lng }
  const x = lng - 105
  const y = lat - 35
  const wave = ((20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * 2) / 3
  let dLat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + wave
  dLat += ((20 * Math.sin(y * Math.PI) + 40 * Math.sin((y / 3) * Math.PI)) * 2) / 3
  dLat += ((160 * Math.sin((y / 12) * Math.PI) + 320 * Math.sin((y * Math.PI) / 30)) * 2) / 3
  let dLng = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + wave
  dLng += ((20 * Math.sin(x * Math.PI) + 40 * Math.sin((x / 3) * Math.PI)) * 2) / 3
  dLng += ((150 * Math.sin((x / 12) * Math.PI) + 300 * Math.sin((x / 30) * Math.PI)) * 2) / 3
  const radians = (lat / 180) * Math.PI
  const magic = 1 - FLATNESS * Math.sin(radians) ** 2
  const root = Math.sqrt(magic)
  return {
    lat: lat + (dLat * 180) / (((AXIS * (1 - FLATNESS)) / (magic * root)) * Math.PI),
    lng: lng + (dLng * 180) / ((AXIS / root) * Math.cos(radians) * Math.PI),
  }
}
