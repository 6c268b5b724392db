import { useMemo, useState } from 'react'
import { useList } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { LinkedText } from '../../parts/linked-text.tsx'
import { Moment } from '../../parts/moment.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useWords } from '../../words/words.ts'
import { sandboxWords } from './sandbox-words.ts'

type Mail = {
  identifier: string
  to: string
  subject: string
  text: string
  link_hidden: boolean
  attachments: readonly string[]
  created_at: string
}

/** What the company has sent, with its links. */
export function SandboxMail() {
  const say = useWords(sandboxWords)
  const [shown, setShown] = useState<Mail>()
  const list = useList<Mail>('/sandbox/mail')
  const columns = useMemo<Column<Mail>[]>(
    () => [
      { id: 'subject', head: say.subject, cell: ({ subject }) => subject },
      { id: 'to', head: say.mailTo, cell: ({ to }) => to },
      { id: 'sent', head: say.sent, cell: ({ created_at }) => <Moment at={created_at} /> },
      {
        id: 'read',
        head: say.read,
        deed: true,
        cell: (mail) => (
          <Button look="plain" icon="mail" onClick={() => setShown(mail)}>
            {say.read} <span className="unseen">{mail.subject}</span>
          </Button>
        ),
      },
    ],
    [say],
  )
  return (
    <>
      <DataTable
        id="mail"
        label={say.mail}
        columns={columns}
        list={list}
        rowKey={({ identifier }) => identifier}
        empty={
          <EmptyState icon="mail" title={say.noMail}>
            {say.noMailHint}
          </EmptyState>
        }
      />
      <Dialog
        open={shown !== undefined}
        onClose={() => setShown(undefined)}
        title={shown?.subject ?? ''}
        look="wide"
      >
        <pre className="mono wrap">
          <LinkedText text={shown?.text ?? ''} />
        </pre>
        {shown?.link_hidden && <p className="alert">{say.linkHidden}</p>}
        {shown && shown.attachments.length > 0 && <p className="soft">{shown.attachments.join(', ')}</p>}
      </Dialog>
    </>
  )
}
