import { useState } from 'react'
import type { Query } from '../../data/ask.ts'
import { useRead, useWrite } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Problem } from '../../parts/problem-text.tsx'
import { useDownload } from '../../parts/use-download.ts'
import { useErrorText } from '../../words/error-text.ts'
import { useWords } from '../../words/words.ts'
import type { ExportFile } from './transaction.ts'
import { transactionWords } from './transaction-words.ts'

/** How often a file that is being made is asked how far it is. */
const ASK_MS = 700

/** As the API takes them in a body: texts, several joined by commas. */
const asFilters = (query: Query) =>
  Object.fromEntries(
    Object.entries(query)
      .filter(([, value]) => value !== undefined && value !== null && String(value) !== '')
      .map(([name, value]) => [name, String(value)]),
  )

/** Has the worker make a file of the list, shows how far it is, and saves it. */
export function ExportButton({ query }: { query: Query }) {
  const say = useWords(transactionWords)
  const errorText = useErrorText()
  const [open, setOpen] = useState(false)
  const begin = useWrite<ExportFile>()
  const id = begin.data?.export_id
  const [over, setOver] = useState(false)
  const made = useRead<ExportFile>(
    `/export/${id}`,
    {},
    { enabled: open && id !== undefined, ...(over ? {} : { refetchInterval: ASK_MS }) },
  )
  const file = made.data
  if (file && file.state !== 'running' && !over) setOver(true)
  const rows = file?.row_count ?? 0
  const start = () => {
    setOver(false)
    begin.mutate({ path: '/export', body: { kind: 'transactions', filters: asFilters(query) } })
  }
  const download = useDownload()
  return (
    <>
      <Button look="plain" icon="download" onClick={() => setOpen(true)}>
        {say.export}
      </Button>
      <Dialog
        open={open}
        onClose={() => {
          setOpen(false)
          begin.reset()
          setOver(false)
        }}
        title={say.exportTitle}
        pressBeside={file?.state === 'running' ? 'never' : 'closes'}
        description={say.exportWords}
      >
        <div className="stack">
          <p role="status">
            {file?.state === 'completed' && say.exportReady(rows)}
            {file?.state === 'running' && say.exportRows(rows)}
            {file?.state === 'failed' && say.exportFailed}
          </p>
          <Problem of={begin.error ?? (file?.state === 'failed' ? errorText(file.detail ?? '') : null)} />
          <footer className="row end">
            {file?.state === 'completed' ? (
              <Button
                look="primary"
                icon="download"
                onClick={() => download(`/export/${id}/file`, 'transactions.csv')}
              >
                {say.download}
              </Button>
            ) : (
              <Button look="primary" busy={begin.isPending || file?.state === 'running'} onClick={start}>
                {say.begin}
              </Button>
            )}
          </footer>
        </div>
      </Dialog>
    </>
  )
}
