import { useState } from 'react'
import { decimal } from '../../data/decimal.ts'
import { useList, useWrite } from '../../data/queries.ts'
import { accountName, cardChoiceName } from '../../parts/card-name.ts'
import { ContactPicker } from '../../parts/contact-picker.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Input, Select } from '../../parts/field.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useWords } from '../../words/words.ts'
import type { Account, Card, Contact } from '../contacts/contact.ts'
import { frequencies, kinds, type Schedule } from './schedule.ts'
import { scheduleWords } from './schedule-words.ts'

const empty = {
  kind: 'card_debit',
  theirs: '',
  ours: '',
  amount: '',
  statement: '',
  external_reference: '',
  start: '',
  frequency: 'monthly',
  interval: '1',
  end: '',
  count: '',
}

/** Makes a schedule: by card or by bank, to whom, how much, when. */
export function ScheduleCreate({ onClose, onDone }: { onClose(): void; onDone(id: string): void }) {
  const say = useWords(scheduleWords)
  const toast = useToast()
  const [said, setSaid] = useState(empty)
  const [contact, setContact] = useState<Pick<Contact, 'identifier' | 'name' | 'email'> | null>(null)
  const write = useWrite<Schedule>(['/schedule'])
  const isCard = said.kind === 'card_debit'
  const [theirs, ours] =
    said.kind === 'eft_credit'
      ? (['to_bank_account', 'from_bank_account'] as const)
      : ([isCard ? 'from_credit_card_id' : 'from_bank_account', 'to_bank_account'] as const)
  const chosen = { enabled: contact !== null }
  const cards = useList<Card>(`/contact/${contact?.identifier}/creditcards`, {}, chosen)
  const accounts = useList<Account>(`/contact/${contact?.identifier}/bank_accounts`, {}, chosen)
  const own = useList<Account>('/bank_account')
  const choice = (options: { value: string; label: string }[]) => [
    { value: '', label: say.choose },
    ...options,
  ]
  const accountOptions = (rows: Account[]) =>
    choice(rows.map((one) => ({ value: one.identifier, label: accountName(one) })))
  const active = cards.rows.filter(({ state }) => state === 'active')
  const field = (name: keyof typeof said, path: string = name) => ({
    value: said[name],
    error: write.error?.of(path),
    onChange: ({ target }: { target: { value: string } }) => setSaid({ ...said, [name]: target.value }),
  })
  const save = () =>
    write.mutate(
      {
        path: '/schedule',
        method: 'PUT',
        body: {
          kind: said.kind,
          contact_id: contact?.identifier,
          [theirs]: said.theirs || undefined,
          [ours]: said.ours || undefined,
          amount: decimal(said.amount),
          statement: said.statement,
          external_reference: said.external_reference || null,
          start: said.start,
          frequency: said.frequency,
          interval: Number(said.interval),
          end: said.end || null,
          count: said.count ? Number(said.count) : null,
        },
      },
      {
        onSuccess: ({ identifier }) => {
          toast({ title: say.wasMade })
          onClose()
          onDone(identifier)
        },
      },
    )
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={say.create}
      confirm={say.createDo}
      busy={write.isPending}
      error={write.error}
      onConfirm={save}
    >
      <Select
        label={say.what}
        options={kinds.map((kind) => ({ value: kind, label: say.kinds[kind] }))}
        value={said.kind}
        {...(said.kind === 'eft_debit' && { hint: say.agreedHint })}
        onChange={({ target }) => setSaid({ ...said, kind: target.value, theirs: '' })}
      />
      <ContactPicker
        label={say.contact}
        hint={say.findContact}
        error={write.error?.of('contact_id')}
        value={contact}
        onChange={(contact) => {
          setContact(contact)
          setSaid({ ...said, theirs: '' })
        }}
      />
      <Select
        label={isCard ? say.card : say.theirAccount}
        options={
          isCard
            ? choice(
                active.map((card) => ({
                  value: card.identifier,
                  label: cardChoiceName(card, active) ?? '—',
                })),
              )
            : accountOptions(accounts.rows)
        }
        {...field('theirs', theirs)}
      />
      <Select label={say.ourAccount} options={accountOptions(own.rows)} {...field('ours', ours)} />
      <div className="pair">
        <Input label={say.amount} inputMode="decimal" required {...field('amount')} />
        <Input label={say.statement} maxLength={30} required {...field('statement')} />
      </div>
      <div className="pair">
        <Input label={say.start} type="date" required {...field('start')} />
        <Input label={say.interval} type="number" min={1} max={365} {...field('interval')} />
        <Select
          label={say.frequency}
          options={frequencies.map((value) => ({ value, label: say.frequencies[value] }))}
          {...field('frequency')}
        />
      </div>
      <div className="pair">
        <Input label={say.end} type="date" hint={say.endHint} {...field('end')} />
        <Input label={say.count} type="number" min={1} max={1200} {...field('count')} />
        <Input label={say.reference} maxLength={100} {...field('external_reference')} />
      </div>
    </ConfirmDialog>
  )
}
