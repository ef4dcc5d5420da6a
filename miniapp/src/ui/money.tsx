import { Text } from '@tarojs/components'
import { sayMoney } from '../say/money'
import './money.scss'

export function Money({ fen, big = false }: { fen: number; big?: boolean }) {
  return <Text className={`money ${big ? 'money--big' : ''}`}>{sayMoney(fen)}</Text>
}
