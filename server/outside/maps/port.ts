/** Tencent maps. Points are GCJ-02. */
import type { Point } from '@banyi/contract/common'

export interface MapsPort {
  /** null when the place is not found */
  geocode(address: string, city: string): Promise<{ point: Point; reliability: number } | null>
  /** a sentence for a point: 黄浦区瑞金二路197号 附近; null when unknown */
  describe(point: Point): Promise<string | null>
  search(
    keyword: string,
    near: Point,
    radiusMeters: number,
  ): Promise<{ name: string; address: string; point: Point; distanceMeters: number }[]>
  /** rows of `from`, columns of `to`; null where no way was found */
  distances(
    mode: 'driving' | 'walking',
    from: Point[],
    to: Point[],
  ): Promise<({ meters: number; seconds: number } | null)[][]>
}
