import { type MouseEvent, useState } from 'react'
import { useContactNames } from '../../data/contact-names.ts'
import { asTyped, decimal } from '../../data/decimal.ts'
import { useWrite } from '../../data/queries.ts'
import { isMore } from '../../data/sum.ts'
import { isUnknown } from '../../data/write-keys.ts'
import { Button } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Input } from '../../parts/field.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { actionWords } from './action-words.ts'
import { useMoneyText } from './shown.ts'
import type { Action, ActionName, Transaction } from './transaction.ts'
import { transactionWords } from './transaction-words.ts'

type Asked = Exclude<ActionName, 'get_agreement'>
type Props = { row: Transaction; action: Action; onClose: () => void }

/**
 * The question before an action. `action` is what the server says of it now: where another has changed what
 * is left, that is said, and nothing is confirmed before it was looked at.
 */
export function TransactionConfirm({ row, action, onClose }: Props) {
  const say = useWords(transactionWords)
  const tell = useWords(actionWords)
  const money = useMoneyText()
  const toast = useToast()
  const write = useWrite<{ state?: string } | undefined>(['/transaction', '/refund'])
  const name = action.action as Asked
  const contact = useContactNames([row.contact_id]).get(row.contact_id)
  const { language } = useLanguage()
  const most = action.amount_max ?? ''
  const typed = (amount: string) => asTyped(amount, language)
  const [seen, setSeen] = useState(most)
  const [amount, setAmount] = useState(typed(most))
  const takesAmount = name === 'refund' || name === 'capture'
  const said = decimal(amount)
  const text = /^\d+(\.\d{1,2})?$/.test(said) ? money(said, row.currency) : amount
  // While its own answer is on the way, or was lost, what changes may be its own doing: asked again under the
  // same key it says which.
  const mayBeOwn = write.isPending || write.isSuccess || isUnknown(write.error)
  const changed = !mayBeOwn && (!action.allowed || most !== seen)
  const titles: Record<Asked, [title: string, words: string, confirm: string]> = {
    refund: [say.refundTitle, say.refundWords, say.refundOf(text)],
    capture: [say.captureTitle, say.captureWords, say.captureOf(text)],
    release: [say.releaseTitle, say.releaseWords, say.release],
    cancel: [say.cancelTitle, say.cancelWords, say.cancel],
    send_link: [say.sendTitle, say.sendWords, say.send_link],
  }
  const [title, words, confirm] = titles[name]
  const done = (state: string | undefined) =>
    ({
      refund: state === 'requested' ? tell.refundWaits(text) : tell.refunded(text),
      capture: tell.captured(text),
      release: tell.released,
      cancel: tell.cancelled,
      send_link: tell.mailed,
    })[name]
  const look = (event: MouseEvent<HTMLElement>) => {
    if (said === seen || isMore(said, most)) setAmount(typed(most))
    setSeen(most)
    write.reset()
    event.currentTarget.closest('form')?.querySelector('input')?.focus()
  }
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
      shut={changed}
      error={write.error}
      onConfirm={() =>
        write.mutate(
          {
            path,
            method: method as 'POST' | 'DELETE',
            ...(takesAmount && { body: { amount: said } }),
          },
          {
            onSuccess: (answer) => {
              toast({ title: done(answer?.state) })
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
      {changed && (
        <div className="alert stack" role="alert">
          <p>
            {action.allowed
              ? tell.leftChanged(money(seen, row.currency), money(most, row.currency))
              : `${tell.notAnyMore} ${action.why_not}`}
          </p>
          {action.allowed && (
            <div>
              <Button onClick={look}>{tell.goOn(money(most, row.currency))}</Button>
            </div>
          )}
        </div>
      )}
    </ConfirmDialog>
  )
}
