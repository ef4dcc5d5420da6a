import { View } from '@tarojs/components'
import { useSay } from '../store/say'
import { spoken } from './a11y'
import { Button } from './button'
import { useEscape } from './use-escape'
import './dialog.scss'

/** Shows the question of `ask()`; the safe answer comes first for the keyboard and stands below for the thumb. */
export function Dialog() {
  const question = useSay((s) => s.question)
  useEscape(question !== null, () => question?.answer(false))
  if (!question) return null
  return (
    <View className="dialog">
      <View className="dialog__paper" {...spoken('dialog', { label: question.title, modal: true })}>
        <View className="dialog__title">{question.title}</View>
        {question.text && <View className="dialog__text">{question.text}</View>}
        <View className="dialog__answers">
          <Button kind={question.isDanger ? 'danger' : 'primary'} onTap={() => question.answer(true)}>
            {question.yes}
          </Button>
          <Button kind="plain" onTap={() => question.answer(false)}>
            {question.no ?? '再想想'}
          </Button>
        </View>
      </View>
    </View>
  )
}
