import { useState } from 'react'
import { useContactNames } from '../../data/contact-names.ts'
import { decimal } from '../../data/decimal.ts'
import { useWrite } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { Button } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Input } from '../../parts/field.tsx'
import { NotPossible } from '../../parts/not-possible.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useDownload } from '../../parts/use-download.ts'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { nothingWords } from './nothing-words.ts'
import { useMoneyText } from './shown.ts'
import type { Action, ActionName, Transaction } from './transaction.ts'
import { transactionWords } from './transaction-words.ts'
import { whyNothing } from './why-nothing.ts'

type Asked = Exclude<ActionName, 'get_agreement'>

/** What can be done now, and of the rest why not, in the words of the API. */
export function TransactionActions({ row, actions }: { row: Transaction; actions: readonly Action[] }) {
  const say = useWords(transactionWords)
  const why = useWords(nothingWords)
  const download = useDownload()
  const [open, setOpen] = useState<Action>()
  const begin = (action: Action) => {
    if (action.action !== 'get_agreement') return setOpen(action)
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
      {open && <Confirm row={row} action={open} onClose={() => setOpen(undefined)} />}
    </div>
  )
}

function Confirm({ row, action, onClose }: { row: Transaction; action: Action; onClose: () => void }) {
  const say = useWords(transactionWords)
  const money = useMoneyText()
  const toast = useToast()
  const write = useWrite(['/transaction', '/refund'])
  const name = action.action as Asked
  const contact = useContactNames([row.contact_id]).get(row.contact_id)
  const { language } = useLanguage()
  const most = action.amount_max ?? ''
  const [amount, setAmount] = useState(language === 'fr' ? most.replace('.', ',') : most)
  const takesAmount = name === 'refund' || name === 'capture'
  const said = decimal(amount)
  const text = /^\d+(\.\d{1,2})?$/.test(said) ? money(said, row.currency) : amount
  const titles: Record<Asked, [title: string, words: string, confirm: string]> = {
    refund: [say.refundTitle, say.refundWords, say.refundOf(text)],
    capture: [say.captureTitle, say.captureWords, say.captureOf(text)],
    release: [say.releaseTitle, say.releaseWords, say.release],
    cancel: [say.cancelTitle, say.cancelWords, say.cancel],
    send_link: [say.sendTitle, say.sendWords, say.send_link],
  }
  const [title, words, confirm] = titles[name]
  const [method = 'POST', path = ''] = action.request.split(' ')
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={title}
      description={words}
      facts={[
        [say.amount, money(row.amount, row.currency)],
        [say.contact, contact?.name ?? row.contact_id],
        [say.statement, row.statement],
        ...(name === 'send_link' && contact ? [[say.mailedTo, contact.email] as const] : []),
      ]}
      confirm={confirm}
      look={name === 'send_link' || name === 'capture' ? 'primary' : 'bad'}
      busy={write.isPending}
      error={write.error}
      onConfirm={() =>
        write.mutate(
          {
            path,
            method: method as 'POST' | 'DELETE',
            ...(takesAmount && { body: { amount: said } }),
          },
          {
            onSuccess: () => {
              toast({ title: say.done })
              onClose()
            },
          },
        )
      }
    >
      {takesAmount && (
        <Input
          label={say.amount}
          inputMode="decimal"
          required
          value={amount}
          hint={action.amount_max && say.amountHint(money(action.amount_max, row.currency))}
          error={write.error?.of('amount')}
          onChange={({ target }) => setAmount(target.value)}
        />
      )}
    </ConfirmDialog>
  )
}
