import { useEffect, useState } from 'react'

import type { Verification } from '@banyi/contract/contracts'
import { api, useCommand } from '@/api'
import { verifyPdf } from '@/api/verify-pdf'
import { useParam } from '@/parts/go'
import { choosePdf } from '@/platform/documents'
import { sayTime } from '@/say/time'
import { Body, Button, Card, Field, Gap, List, Note, Row, Screen, Tag, TextInput, Title } from '@/ui'

const OUTCOME: Readonly<
  Record<Verification['outcome'], { word: string; tone: 'plain' | 'brand' | 'warm' | 'danger' }>
> = {
  genuine: { word: '真的，没有改动', tone: 'brand' },
  replaced: { word: '真的，但已有新版', tone: 'warm' },
  open: { word: '还没有双方同意', tone: 'warm' },
  unknown: { word: '没有这份合同', tone: 'danger' },
  altered: { word: '被改动过', tone: 'danger' },
}

/** Anybody who holds the paper may ask whether it is ours and unchanged. */
export default function Verify() {
  const given = useParam('code')
  const [code, setCode] = useState(given)
  const [found, setFound] = useState<Verification | null>(null)
  const command = useCommand()

  const byCode = () =>
    void command.run(async () => {
      setFound(null)
      setFound(await api.contracts.verifyByCode({ params: { code: code.trim() } }))
    })
  const byPdf = async () => {
    const bytes = await choosePdf()
    if (!bytes) return
    await command.run(async () => {
      setFound(null)
      setFound(await verifyPdf(bytes))
    })
  }
  // from the printed square: the code came along
  useEffect(() => {
    if (given) byCode()
    // once
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  return (
    <Screen title="合同查验">
      <Title>这份合同是不是真的</Title>
      <Gap size={1} />
      <Body sub>输入合同上的验证码，或者选合同的 PDF 文件。不用登录，文件只用来比对，不会保存。</Body>
      <Gap size={4} />
      <Field label="验证码" hint="印在合同每页下方" error={command.fields['code']}>
        <TextInput
          label="验证码"
          value={code}
          maxLength={40}
          placeholder="字母和数字"
          confirm="search"
          onChange={setCode}
          onDone={byCode}
        />
      </Field>
      <Button kind="primary" loading={command.isBusy} disabled={code.trim().length < 8} onTap={byCode}>
        查验
      </Button>
      <Gap size={2} />
      <Button icon="file-text" disabled={command.isBusy} onTap={() => void byPdf()}>
        {process.env.TARO_ENV === 'weapp' ? '从聊天里选 PDF' : '选 PDF 文件'}
      </Button>
      <Gap size={4} />
      {command.error && <Note tone="danger">{command.error}</Note>}
      {found && <Outcome found={found} />}
    </Screen>
  )
}

function Outcome({ found }: { found: Verification }) {
  const { word, tone } = OUTCOME[found.outcome]
  return (
    <>
      <Card tone={tone}>
        <Tag
          tone={tone}
          icon={tone === 'danger' ? 'alert-triangle' : tone === 'brand' ? 'circle-check' : 'info-circle'}
        >
          {word}
        </Tag>
        <Gap size={2} />
        <Body>{found.sentence}</Body>
      </Card>
      {found.facts.length > 0 && (
        <List>
          {found.number && <Row title="合同编号" note={found.number} />}
          {found.facts.map(({ name, value }) => (
            <Row key={name} title={name} note={value} />
          ))}
          {found.acceptances.map(({ side, name, at, device }) => (
            <Row
              key={side}
              title={side === 'family' ? '家属同意' : '陪诊员同意'}
              note={`${name}，${sayTime(at)}${device ? `，${device}` : ''}`}
            />
          ))}
        </List>
      )}
      {found.hash && (
        <Card title="指纹">
          <Note>合同内容</Note>
          <Body>{found.hash}</Body>
          {found.pdfHash && (
            <>
              <Note>PDF 文件</Note>
              <Body>{found.pdfHash}</Body>
            </>
          )}
        </Card>
      )}
    </>
  )
}
