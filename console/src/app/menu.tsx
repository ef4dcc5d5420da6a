/** The map of the console: what the menu shows, in the order of a working day. */
import type { ReactNode } from 'react'
import {
  AccountBookOutlined,
  BankOutlined,
  ContainerOutlined,
  SafetyCertificateOutlined,
  TagsOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import type { Deed } from './duties.ts'

interface Page {
  path: string
  name: string
  icon: ReactNode
  /** shown only to people whose duty can use it; everything else is readable by every operator */
  deed?: Deed
}
export const pages: readonly Page[] = [
  { path: '/orders', name: '订单看板', icon: <ContainerOutlined aria-hidden /> },
  { path: '/companions', name: '陪诊员', icon: <TeamOutlined aria-hidden />, deed: 'seeRoster' },
  { path: '/hospitals', name: '医院目录', icon: <BankOutlined aria-hidden /> },
  { path: '/prices', name: '价目', icon: <TagsOutlined aria-hidden /> },
  { path: '/reconciliation', name: '对账', icon: <AccountBookOutlined aria-hidden />, deed: 'reconcile' },
  { path: '/operators', name: '运营账号', icon: <SafetyCertificateOutlined aria-hidden />, deed: 'seeOperators' },
]
