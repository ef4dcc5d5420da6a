import { useState } from 'react'
import { routes } from '@banyi/contract/routes.gen'
import { api, useCommand, useRead } from '@/api'
import { go, PAGE, useParam } from '@/parts/go'
import { Paper } from '@/parts/paper'
import { SignedIn } from '@/parts/signed-in'
import { openDocument } from '@/platform/documents'
import { copyText } from '@/platform/share'
import { sayTime } from '@/say/time'
import { useSession } from '@/store/session'
import { toast } from '@/store/say'
import { Body, Button, Card, Display, ErrorState, Gap, List, Note, Row, Screen, Skeleton, Tag, Title } from '@/ui'

/** The contract of one order, for both sides: what was agreed, by whom, and how anybody can check the paper. */
export default function OrderContract() {
  const id = useParam('id')
  const token = useSession((s) => s.token)
  const { data, error, reload } = useRead(token && id ? `contract.${id}` : null, () =>
    api.contracts.getContractOfOrder({ params: { id } }),
  )
  const [isWhole, setWhole] = useState(false)
  const command = useCommand()
  const download = () =>
    token &&
    data &&
    void command.run(() =>
      openDocument(routes.contracts.getContractPdf[1].replace(':id', id), token, `服务合同-${data.number}`, 'pdf'),
    )
  const copy = async () => {
    if (data && (await copyText(data.verifyCode))) toast('验证码已复制')
  }
  return (
    <Screen
      title="合同"
      footer={
        data?.hasPdf ? (
          <Button kind="primary" icon="download" loading={command.isBusy} onTap={download}>
            下载 PDF
          </Button>
        ) : undefined
      }
    >
      <SignedIn why="登录后可以看合同">
        {!data && (error ? <ErrorState message={error} onRetry={reload} /> : <Skeleton />)}
        {data && (
          <>
            <Tag tone={data.state === 'complete' ? 'brand' : 'plain'}>{data.stateName}</Tag>
            <Gap size={1} />
            <Display>{data.title}</Display>
            <Note>{`编号 ${data.number}，第 ${data.revision} 次签订，文本第 ${data.templateVersion} 版`}</Note>
            <Gap size={4} />
            <List>
              {data.facts.map(({ name, value }) => (
                <Row key={name} title={name} note={value} />
              ))}
            </List>
            <Title>谁同意的</Title>
            <Gap size={2} />
            <List>
              {data.acceptances.map(({ side, name, at, device, ipMasked }) => (
                <Row
                  key={side}
                  icon="check"
                  title={`${side === 'family' ? '家属' : '陪诊员'} ${name}`}
                  note={[sayTime(at), device, ipMasked].filter(Boolean).join(' · ')}
                />
              ))}
              {!data.acceptances.some(({ side }) => side === 'companion') && (
                <Row icon="clock" title="陪诊员" note="接单时同意" />
              )}
            </List>
            <Card title="怎么查真假">
              <Body>{`验证码 ${data.verifyCode}`}</Body>
              <Note>{`内容指纹 ${data.hash}`}</Note>
              <Gap size={2} />
              <Button icon="copy" onTap={() => void copy()}>
                复制验证码
              </Button>
              <Button kind="text" onTap={() => go(PAGE.verify(data.verifyCode))}>
                去查验
              </Button>
            </Card>
            <Card title="合同全文">
              {isWhole ? (
                <Paper markdown={data.text} />
              ) : (
                <Button kind="text" icon="file-text" onTap={() => setWhole(true)}>
                  读全文
                </Button>
              )}
            </Card>
          </>
        )}
      </SignedIn>
    </Screen>
  )
}
