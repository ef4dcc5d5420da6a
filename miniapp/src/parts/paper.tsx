import { View } from '@tarojs/components'
import './paper.scss'

interface Block {
  kind: 'heading' | 'item' | 'paragraph'
  text: string
}

/** The few signs of Markdown that our own policies and guides use: headings, lists, paragraphs; emphasis becomes plain. */
export function blocksOf(markdown: string): Block[] {
  return markdown
    .split(/\n+/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^[-*_]{3,}$/.test(line))
    .map((line): Block => {
      const text = line
        .replace(/(^|[^*])\*\*([^*]+)\*\*(?!\*)/g, '$1$2') // 138****8000 is no emphasis
        .replace(/`/g, '')
        .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
      if (/^#+\s/.test(text)) return { kind: 'heading', text: text.replace(/^#+\s*/, '') }
      if (/^[-*]\s/.test(text)) return { kind: 'item', text: text.replace(/^[-*]\s*/, '') }
      return { kind: 'paragraph', text }
    })
}

export function Paper({ markdown }: { markdown: string }) {
  return (
    <View className="paper">
      {blocksOf(markdown).map((block, at) => (
        <View key={at} className={`paper__${block.kind}`}>
          {block.text}
        </View>
      ))}
    </View>
  )
}
