/** The directory of hospitals and the official department catalogue. */
import { z } from 'zod'
import { Instant, PageQuery, Point, page, text } from './common.ts'
import { endpoint } from './endpoint.ts'

export const HospitalId = z.string().regex(/^[A-Za-z0-9-]{1,40}$/, '医院编号格式不对')
export const HospitalCard = z.object({
  id: HospitalId,
  name: z.string(),
  aliases: z.array(z.string()),
  district: z.string(),
  address: z.string(),
  level: z.string(),
  /** null where the source has no coordinates: such a hospital is never routed to */
  location: Point.nullable(),
  /** metres from the asker's point, straight line; null when no point was given */
  distanceMeters: z.int().nullable(),
})
export const GuideInput = z.strictObject({
  openingHours: text(300).default(''),
  registration: text(1000).default(''),
  floors: z
    .array(z.strictObject({ place: text(60, 1), where: text(200, 1) }))
    .max(60)
    .default([]),
  pharmacy: text(500).default(''),
  payment: text(500).default(''),
  transport: text(500).default(''),
  meetingPoints: z.array(text(60, 1)).max(12).default([]),
  notes: text(1000).default(''),
})
export const Guide = z.object({
  ...GuideInput.shape,
  version: z.int(),
  updatedAt: Instant.nullable(),
  updatedBy: z.string().nullable(),
})
export const Hospital = z.object({ ...HospitalCard.shape, phone: z.string(), attribution: z.string(), guide: Guide })
export const Department = z.object({
  code: z.string(),
  name: z.string(),
  aliases: z.array(z.string()),
  parentCode: z.string().nullable(),
  kind: z.string(),
  isBookable: z.boolean(),
})
export const BadRow = z.object({ line: z.int(), field: z.string(), message: z.string() })
export const ImportReport = z.object({
  rows: z.int(),
  imported: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  bad: z.array(BadRow),
  badCount: z.int(),
})

const HospitalParams = z.strictObject({ id: HospitalId })

export const hospitals = {
  searchHospitals: endpoint({
    method: 'GET',
    path: '/hospitals',
    summary: '搜索医院 (名称、别名、拼音、首字母、区、距离)',
    query: z.strictObject({
      query: text(50).optional(),
      district: text(20).optional(),
      lat: z.coerce.number().min(-90).max(90).optional(),
      lng: z.coerce.number().min(-180).max(180).optional(),
      ...PageQuery,
    }),
    reply: z.object({ ...page(HospitalCard).shape, total: z.int(), attribution: z.string() }),
  }),
  listDistricts: endpoint({
    method: 'GET',
    path: '/hospitals/districts',
    summary: '区',
    reply: z.object({ items: z.array(z.object({ name: z.string(), count: z.int() })) }),
  }),
  listDepartments: endpoint({
    method: 'GET',
    path: '/hospitals/departments',
    summary: '诊疗科目',
    query: z.strictObject({ query: text(50).optional() }),
    reply: z.object({ items: z.array(Department) }),
  }),
  getHospital: endpoint({
    method: 'GET',
    path: '/hospitals/:id',
    summary: '医院',
    params: HospitalParams,
    reply: Hospital,
  }),
  updateGuide: endpoint({
    method: 'PUT',
    path: '/hospitals/:id/guide',
    summary: '修改就诊指南',
    params: HospitalParams,
    body: z.strictObject({ version: z.int(), guide: GuideInput }),
    reply: Guide,
  }),
  listGuideHistory: endpoint({
    method: 'GET',
    path: '/hospitals/:id/guide/history',
    summary: '指南修改历史',
    params: HospitalParams,
    reply: z.object({
      items: z.array(z.object({ version: z.int(), guide: GuideInput, changedAt: Instant, changedBy: z.string() })),
    }),
  }),
  importHospitals: endpoint({
    method: 'POST',
    path: '/hospitals/imports',
    summary: '导入医院 CSV; 有坏行时默认整份不导入',
    body: z.strictObject({
      csv: z.string().min(1).max(8_000_000),
      isPartialAllowed: z.boolean().default(false),
      isDryRun: z.boolean().default(false),
    }),
    reply: ImportReport,
  }),
}

export type HospitalCard = z.output<typeof HospitalCard>
export type Hospital = z.output<typeof Hospital>
export type GuideInput = z.output<typeof GuideInput>
export type Guide = z.output<typeof Guide>
export type Department = z.output<typeof Department>
export type ImportReport = z.output<typeof ImportReport>
