import { useState } from 'react'
import { decimal } from '../../data/decimal.ts'
import { useList, useWrite } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { accountChoice } from '../../parts/account-choice.ts'
import { Button } from '../../parts/button.tsx'
import { ContactPicker } from '../../parts/contact-picker.tsx'
import { ConfirmDialog, Dialog } from '../../parts/dialog.tsx'
import { Input, Select } from '../../parts/field.tsx'
import { LinkCard } from '../../parts/link-card.tsx'
import { useMoney } from '../../parts/money.tsx'
import { useWords } from '../../words/words.ts'
import type { Account, Contact } from '../contacts/contact.ts'
import { linkWords } from './link-words.ts'

const kinds = ['debit', 'credit'] as const
/** As the API takes an amount. */
const isAmount = (text: string) => /^\d+(\.\d{1,2})?$/.test(text)

/** Asks a contact to pay, or where to be paid; then shows the link. */
export function LinkCreate({ onClose }: { onClose(): void }) {
  const say = useWords(linkWords)
  const may = useMay()
  const money = useMoney()
  const possible = kinds.filter((kind) => may(`${kind}s:write`))
  const [kind, setKind] = useState<(typeof kinds)[number]>(possible[0] ?? 'debit')
  const [contact, setContact] = useState<Pick<Contact, 'identifier' | 'name' | 'email'> | null>(null)
  const [said, setSaid] = useState({
    account: '',
    amount: '',
    statement: '',
    external_reference: '',
    note: '',
  })
  /** What was not chosen is told as that, and not as the id that it lacks. */
  const [tried, setTried] = useState(false)
  const own = useList<Account>('/bank_account')
  const write = useWrite<{ link: string }>(['/payment_link', '/transaction'])
  const account = kind === 'debit' ? 'to_bank_account' : 'from_bank_account'
  const { chosen, options } = accountChoice(own.rows, said.account, say.choose)
  const field = (name: keyof typeof said) => ({
    value: said[name],
    error: write.error?.of(name),
    onChange: ({ target }: { target: { value: string } }) => setSaid({ ...said, [name]: target.value }),
  })
  const amount = chosen && isAmount(decimal(said.amount)) && money(decimal(said.amount), chosen.currency)
  if (write.data)
    return (
      <Dialog
        open
        onClose={onClose}
        title={say.madeTitle(amount || undefined)}
        description={kind === 'debit' ? say.madeDebit : say.madeCredit}
      >
        <LinkCard link={write.data.link} />
        <footer className="row end">
          <Button look="primary" onClick={onClose}>
            {say.done}
          </Button>
        </footer>
      </Dialog>
    )
  const confirm = { debit: say.createDebit, credit: say.createCredit }[kind]
  const save = () => {
    setTried(true)
    write.mutate({
      path: `/${kind}`,
      method: 'PUT',
      body: {
        contact_id: contact?.identifier,
        [account]: chosen?.identifier,
        amount: decimal(said.amount),
        statement: said.statement,
        external_reference: said.external_reference || null,
        note: said.note || null,
      },
    })
  }
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={say.create}
      confirm={amount ? confirm(amount) : say.createDo}
      busy={write.isPending}
      error={write.error}
      onConfirm={save}
    >
      <Select
        label={say.what}
        hint={say.kindHint[kind]}
        options={possible.map((value) => ({ value, label: say.kinds[value] }))}
        value={kind}
        onChange={({ target }) => setKind(target.value as typeof kind)}
      />
      <ContactPicker
        label={say.contact}
        hint={say.findContact}
        required
        error={tried && !contact ? say.missing : write.error?.of('contact_id')}
        value={contact}
        onChange={setContact}
      />
      <Select
        label={say.account}
        options={options}
        value={chosen?.identifier ?? ''}
        required
        error={tried && !chosen ? say.missing : write.error?.of(account)}
        onChange={({ target }) => setSaid({ ...said, account: target.value })}
      />
      <div className="pair">
        <Input label={say.amountIn(chosen?.currency)} inputMode="decimal" required {...field('amount')} />
        <Input label={say.statement} maxLength={30} required {...field('statement')} />
      </div>
      <div className="pair">
        <Input
          label={say.reference}
          hint={say.referenceHint}
          maxLength={100}
          {...field('external_reference')}
        />
        <Input label={say.note} maxLength={500} {...field('note')} />
      </div>
    </ConfirmDialog>
  )
}
