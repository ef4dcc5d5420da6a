/** CSV import in three steps: choose, try without writing, then import. A bad file imports nothing unless asked. */
import { useRef, useState, type DragEvent, type ReactElement } from 'react'
import { Button, Checkbox } from 'antd'
import { InboxOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { ImportReport } from '@banyi/contract/hospitals'
import { useClient } from '../api/api.ts'
import { sentenceOf } from '../api/problems.ts'
import { Card, Facts, PageHead } from '../ui/bits.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { EmptyBox } from '../ui/states.tsx'
import { readCsv } from './read-csv.ts'

interface Chosen {
  name: string
  text: string
  encoding: string
}

/** a row can be bad in several places: badCount counts places */
const goodRows = ({ imported, changed, unchanged }: ImportReport): number => imported + changed + unchanged

export function Component(): ReactElement {
  const client = useClient()
  const queries = useQueryClient()
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [fault, setFault] = useState('')
  const [isPartialAllowed, setPartialAllowed] = useState(false)
  const run = (isDryRun: boolean) => (file: Chosen) =>
    client.hospitals.importHospitals({
      body: { csv: file.text, isDryRun, isPartialAllowed: isDryRun || isPartialAllowed },
    })
  const trial = useMutation({ mutationFn: run(true) })
  const real = useMutation({
    mutationFn: run(false),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['hospitals'] })
      void queries.invalidateQueries({ queryKey: ['districts'] })
    },
  })
  const choose = async (file: File | undefined): Promise<void> => {
    if (!file) return
    real.reset()
    trial.reset()
    setPartialAllowed(false)
    try {
      const read = await readCsv(file)
      setFault('')
      setChosen({ name: file.name, ...read })
      trial.mutate({ name: file.name, ...read })
    } catch (error) {
      setChosen(null)
      setFault(sentenceOf(error))
    }
  }
  const report = trial.data
  const good = report ? goodRows(report) : 0
  const canImport = good > 0 && !real.isSuccess && (report?.badCount === 0 || isPartialAllowed)
  return (
    <>
      <Link to="/hospitals" className="back">
        ← 医院目录
      </Link>
      <PageHead title="导入医院 CSV" lead="先试读一遍，什么都不会写入；看过结果再导入。" />
      <div className="stack">
        <DropBox onFile={(file) => void choose(file)} isBusy={trial.isPending} />
        {fault !== '' && (
          <div className="strip danger" role="alert">
            {fault}
          </div>
        )}
        {chosen && (
          <Card title={chosen.name} extra={<span className="note">{chosen.encoding}</span>}>
            <div className="stack">
              {trial.isPending && <p role="status">正在试读，较大的文件要几秒。</p>}
              {trial.isError && (
                <p className="danger-text" role="alert">
                  没有读成：{sentenceOf(trial.error)}
                </p>
              )}
              {report && !real.isSuccess && <Report report={report} />}
              {report && report.badCount > 0 && !real.isSuccess && (
                <Checkbox checked={isPartialAllowed} onChange={(event) => setPartialAllowed(event.target.checked)}>
                  只导入正确的 {good} 行，{report.rows - good} 行有问题的先不导入
                </Checkbox>
              )}
              {real.isSuccess && (
                <div className="strip good" role="status">
                  导入完成：新增 {real.data.imported} 家，更新 {real.data.changed} 家，没有变化 {real.data.unchanged} 家
                  {real.data.badCount > 0 && `，跳过 ${real.data.rows - goodRows(real.data)} 行`}。
                  <Link to="/hospitals">去看目录</Link>
                </div>
              )}
              {real.isError && (
                <div className="strip danger" role="alert">
                  没有导入：{sentenceOf(real.error)} 目录没有变化。
                </div>
              )}
              {report && !real.isSuccess && (
                <div className="row end">
                  <span className="note grow">
                    {canImport ? '' : '有问题的行要么改好再选一次文件，要么勾选只导入正确的行。'}
                  </span>
                  <Button
                    type="primary"
                    disabled={!canImport}
                    loading={real.isPending}
                    onClick={() => real.mutate(chosen)}
                  >
                    导入 {good} 行
                  </Button>
                </div>
              )}
            </div>
          </Card>
        )}
      </div>
    </>
  )
}

function Report({ report }: { report: ImportReport }): ReactElement {
  return (
    <div className="stack">
      <Facts
        items={[
          ['共', `${report.rows} 行`],
          ['会新增', `${report.imported} 家`],
          ['会更新', `${report.changed} 家`],
          ['没有变化', `${report.unchanged} 家`],
          ['有问题', report.badCount === 0 ? '没有' : `${report.rows - goodRows(report)} 行，${report.badCount} 处`],
        ]}
      />
      {report.badCount > 0 && (
        <>
          <DataTable<ImportReport['bad'][number]>
            label="有问题的行"
            rows={report.bad}
            rowKey={(row) => `${row.line} ${row.field} ${row.message}`}
            minWidth={480}
            size="small"
            empty={<EmptyBox title="没有问题" />}
            columns={[
              { title: '行', width: 80, render: (_v, row) => row.line },
              { title: '列', width: 160, render: (_v, row) => row.field },
              { title: '问题', render: (_v, row) => row.message },
            ]}
          />
          {report.bad.length < report.badCount && <p className="note">只列出前 {report.bad.length} 处。</p>}
        </>
      )}
    </div>
  )
}

function DropBox({ onFile, isBusy }: { onFile: (file: File | undefined) => void; isBusy: boolean }): ReactElement {
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    onFile(event.dataTransfer.files[0])
  }
  return (
    <div
      className={`drop ${isOver ? 'over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <InboxOutlined aria-hidden />
      <p>把 CSV 拖到这里，或</p>
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv"
        hidden
        onChange={(event) => {
          onFile(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      <Button loading={isBusy} onClick={() => input.current?.click()}>
        选择文件
      </Button>
      <p className="note">
        第一行是列名，中文英文都可以：编号、名称、别名、区、地址、电话、等级、经度、纬度。最大 8 MB，UTF-8 或 GB18030。
      </p>
    </div>
  )
}
