/** The map of the console: what the menu shows, in the order of a working day. */
import type { ReactNode } from 'react'
import {
  AccountBookOutlined,
  AuditOutlined,
  BankOutlined,
  ContainerOutlined,
  ExceptionOutlined,
  FundOutlined,
  GiftOutlined,
  HeartOutlined,
  InsuranceOutlined,
  PayCircleOutlined,
  ProfileOutlined,
  RollbackOutlined,
  SafetyCertificateOutlined,
  SafetyOutlined,
  SwapOutlined,
  TagsOutlined,
  TeamOutlined,
  WalletOutlined,
} from '@ant-design/icons'
import type { Deed } from './duties.ts'

interface Page {
  path: string
  name: string
  icon: ReactNode
  /** shown only to people whose duty can use it; everything else is readable by every operator */
  deed?: Deed
  /** other pages lie below its address */
  isExact?: boolean
}
export interface Group {
  name: string
  pages: readonly Page[]
}
export const groups: readonly Group[] = [
  {
    name: '订单',
    pages: [
      { path: '/orders', name: '订单看板', icon: <ContainerOutlined aria-hidden /> },
      { path: '/disputes', name: '异议', icon: <ExceptionOutlined aria-hidden />, deed: 'seeDisputes' },
      { path: '/policies', name: '保单', icon: <InsuranceOutlined aria-hidden />, deed: 'seePolicies' },
    ],
  },
  {
    name: '资金',
    pages: [
      { path: '/finance', name: '资金总览', icon: <FundOutlined aria-hidden />, deed: 'seeMoney', isExact: true },
      { path: '/finance/orders', name: '订单资金', icon: <ProfileOutlined aria-hidden />, deed: 'seeMoney' },
      { path: '/finance/withdrawals', name: '提现审批', icon: <AuditOutlined aria-hidden />, deed: 'seeMoney' },
      { path: '/finance/payees', name: '陪诊员余额', icon: <WalletOutlined aria-hidden />, deed: 'seeMoney' },
      { path: '/finance/refunds', name: '退款', icon: <RollbackOutlined aria-hidden />, deed: 'seeMoney' },
      { path: '/finance/reconciliation', name: '对账', icon: <SwapOutlined aria-hidden />, deed: 'seeMoney' },
      { path: '/finance/claims', name: '赔付', icon: <HeartOutlined aria-hidden />, deed: 'seeClaims' },
      { path: '/finance/fund', name: '先行赔付金', icon: <SafetyOutlined aria-hidden />, deed: 'seeMoney' },
      { path: '/finance/proposals', name: '手工记账', icon: <PayCircleOutlined aria-hidden />, deed: 'seeMoney' },
      { path: '/finance/postings', name: '分录', icon: <AccountBookOutlined aria-hidden />, deed: 'seeMoney' },
    ],
  },
  {
    name: '资料',
    pages: [
      { path: '/companions', name: '陪诊员', icon: <TeamOutlined aria-hidden />, deed: 'seeRoster' },
      { path: '/hospitals', name: '医院目录', icon: <BankOutlined aria-hidden /> },
      { path: '/prices', name: '价目', icon: <TagsOutlined aria-hidden /> },
      { path: '/coupons', name: '优惠券', icon: <GiftOutlined aria-hidden />, deed: 'keepCoupons' },
      { path: '/operators', name: '运营账号', icon: <SafetyCertificateOutlined aria-hidden />, deed: 'seeOperators' },
    ],
  },
]
