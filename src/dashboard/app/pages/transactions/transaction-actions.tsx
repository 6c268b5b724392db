import { useState } from 'react'
import { useMay } from '../../data/session.tsx'
import { Button } from '../../parts/button.tsx'
import { NotPossible } from '../../parts/not-possible.tsx'
import { useDownload } from '../../parts/use-download.ts'
import { useWords } from '../../words/words.ts'
import { nothingWords } from './nothing-words.ts'
import type { Action, ActionName, Transaction } from './transaction.ts'
import { TransactionConfirm } from './transaction-confirm.tsx'
import { transactionWords } from './transaction-words.ts'
import { whyNothing } from './why-nothing.ts'

/** What can be done now, and of the rest why not, in the words of the API. */
export function TransactionActions({ row, actions }: { row: Transaction; actions: readonly Action[] }) {
  const say = useWords(transactionWords)
  const why = useWords(nothingWords)
  const download = useDownload()
  const [open, setOpen] = useState<ActionName>()
  const asked = actions.find(({ action }) => action === open)
  const begin = (action: Action) => {
    if (action.action !== 'get_agreement') return setOpen(action.action)
    download(`/debit/${row.identifier}/agreement`, `agreement-${row.identifier}.pdf`)
  }
  const possible = actions.filter(({ allowed }) => allowed)
  const others = actions.filter(({ allowed }) => !allowed)
  const mayWrite = useMay()(`${row.kind}s:write`)
  const nothing = possible.every(({ action }) => action === 'get_agreement')
  return (
    <div className="stack">
      {nothing && <p>{why[whyNothing(row, mayWrite)]}</p>}
      <div className="row">
        {possible.map((action) => (
          <Button
            key={action.action}
            look={action.action === 'refund' ? 'primary' : 'normal'}
            {...(action.action === 'get_agreement' && { icon: 'download' as const })}
            onClick={() => begin(action)}
          >
            {say[action.action]}
          </Button>
        ))}
      </div>
      <NotPossible items={others.map(({ action, why_not }) => [say[action], why_not])} open={nothing} />
      {asked && <TransactionConfirm row={row} action={asked} onClose={() => setOpen(undefined)} />}
    </div>
  )
}
