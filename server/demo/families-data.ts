/** Families of the demo. Nobody of them exists. */
import type { Client } from '@banyi/contract/client'

export type PatientInput = Omit<Parameters<Client['identity']['addPatient']>[0]['body'], 'commandId'>
export interface DemoFamily {
  name: string
  phone: string
  note: string
  patients: PatientInput[]
}

export const families: DemoFamily[] = [
  {
    name: '李晓雯',
    phone: '19901000001',
    note: '在深圳工作的女儿 · 有历史订单、待确认报告和明天的就诊',
    patients: [
      {
        name: '王桂兰',
        relation: 'mother',
        sex: 'female',
        birthDate: '1952-03-08',
        phone: '19901000011',
        allergies: '青霉素',
        mobility: 'slow',
        hearing: 'hard',
        dialect: '上海话',
        notes: '听力不好，请站在她右边慢慢说（演示资料）',
        emergencyContacts: [{ name: '李晓雯', relation: '女儿', phone: '19901000001' }],
      },
      {
        name: '李国强',
        relation: 'father',
        sex: 'male',
        birthDate: '1949-11-20',
        allergies: '',
        mobility: 'walks',
        hearing: 'good',
        dialect: '上海话',
        notes: '血压高，早上吃药（演示资料）',
      },
    ],
  },
  {
    name: '周婷',
    phone: '19901000002',
    note: '准妈妈 · 预约了产检，等陪诊员接单',
    patients: [
      {
        name: '周婷',
        relation: 'self',
        sex: 'female',
        birthDate: '1994-06-12',
        allergies: '',
        notes: '孕 30 周（演示资料）',
      },
      {
        name: '沈一诺',
        relation: 'child',
        sex: 'female',
        birthDate: '2021-09-01',
        allergies: '花生',
        notes: '怕打针（演示资料）',
      },
    ],
  },
  {
    name: '陈建国',
    phone: '19901000003',
    note: '安徽来沪就医的家庭 · 有一单在等平台安排陪诊员',
    patients: [
      {
        name: '吴秀英',
        relation: 'spouse',
        sex: 'female',
        birthDate: '1963-02-17',
        allergies: '碘造影剂',
        mobility: 'slow',
        dialect: '安徽话',
        notes: '第一次来上海（演示资料）',
      },
    ],
  },
  {
    name: '张浩',
    phone: '19901000004',
    note: '孙子 · 白天启动时有一单正在进行',
    patients: [
      {
        name: '孙阿娣',
        relation: 'grandparent',
        sex: 'female',
        birthDate: '1941-12-05',
        allergies: '',
        mobility: 'wheelchair',
        hearing: 'hard',
        dialect: '上海话',
        notes: '坐轮椅，自备（演示资料）',
      },
    ],
  },
]
