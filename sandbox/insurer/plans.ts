/** What can be bought: data. Premiums in fen for a half-day visit of somebody under 70. */
export type PackageKind = 'half-day' | 'full-day' | 'collect-report' | 'fetch-medicine' | 'register'
export type Plan = {
  code: string
  name: string
  premiumFen: number
  ages: [from: number, to: number]
  covers: { name: string; amountFen: number }[]
  exclusions: string[]
}

const EXCLUSIONS = ['疾病本身、诊疗结果和医疗事故', '就诊人自伤、饮酒、无证驾驶造成的伤害', '不在陪诊时间内发生的意外']

export const PLANS: Plan[] = [
  {
    code: 'VISIT-A',
    name: '陪诊意外险 基础版',
    premiumFen: 300,
    ages: [1, 90],
    covers: [
      { name: '意外身故、伤残', amountFen: 5_000_000 },
      { name: '意外医疗', amountFen: 500_000 },
    ],
    exclusions: EXCLUSIONS,
  },
  {
    code: 'VISIT-B',
    name: '陪诊意外险 安心版',
    premiumFen: 800,
    ages: [1, 85],
    covers: [
      { name: '意外身故、伤残', amountFen: 10_000_000 },
      { name: '意外医疗', amountFen: 1_000_000 },
      { name: '走失寻找费用', amountFen: 300_000 },
    ],
    exclusions: EXCLUSIONS,
  },
  {
    code: 'VISIT-C',
    name: '陪诊意外险 全护版',
    premiumFen: 1500,
    ages: [1, 75],
    covers: [
      { name: '意外身故、伤残', amountFen: 20_000_000 },
      { name: '意外医疗', amountFen: 2_000_000 },
      { name: '走失寻找费用', amountFen: 500_000 },
      { name: '意外住院津贴（每天）', amountFen: 10_000 },
    ],
    exclusions: [...EXCLUSIONS, '75 岁以上不承保'],
  },
]

const SURCHARGE_FROM_AGE = 70

/** Errands are done without the patient: nobody to insure. */
export const isInsurable = (kind: PackageKind) => kind === 'half-day' || kind === 'full-day'

export function premiumOf(plan: Plan, kind: PackageKind, age: number): number {
  const days = kind === 'full-day' ? 1.5 : 1
  const years = age >= SURCHARGE_FROM_AGE ? 1.5 : 1
  return Math.round(plan.premiumFen * days * years)
}

export const fitsAge = (plan: Plan, age: number) => age >= plan.ages[0] && age <= plan.ages[1]

/** Full years in Shanghai on the day of the visit. */
export function ageAt(birthDate: string, at: number): number {
  const day = new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)
  const isBefore = day.slice(5) < birthDate.slice(5)
  return Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (isBefore ? 1 : 0)
}
