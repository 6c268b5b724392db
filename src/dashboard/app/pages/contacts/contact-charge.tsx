import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { begunDebits } from '../../data/begun-debits.ts'
import { decimal } from '../../data/decimal.ts'
import { useList, useWrite } from '../../data/queries.ts'
import { isDecided } from '../../data/write-keys.ts'
import { accountChoice } from '../../parts/account-choice.ts'
import { accountName, cardChoiceName } from '../../parts/card-name.ts'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Checkbox, Input, Select } from '../../parts/field.tsx'
import { useMoney } from '../../parts/money.tsx'
import { useAddress } from '../../parts/page-link.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useWords } from '../../words/words.ts'
import { transactionPage } from '../transactions/transaction-pages.ts'
import { chargeWords } from './charge-words.ts'
import type { Account, Card, Contact } from './contact.ts'

const isAmount = (text: string) => /^\d+(\.\d{1,2})?$/.test(text)
type Charged = { debit_id: string; transaction_state: string }

/** Takes an amount from a saved card or a bank account of the contact. */
export function ContactCharge({
  contact,
  onClose,
}: {
  contact: Pick<Contact, 'identifier' | 'name'>
  onClose(): void
}) {
  const say = useWords(chargeWords)
  const money = useMoney()
  const toast = useToast()
  const navigate = useNavigate()
  const address = useAddress()
  const path = `/contact/${contact.identifier}`
  const cards = useList<Card>(`${path}/creditcards`).rows.filter(({ state }) => state === 'active')
  const accounts = useList<Account>(`${path}/bank_accounts`).rows
  const own = useList<Account>('/bank_account').rows
  const concerns = ['/transaction', path, '/payment_link']
  const charge = useWrite<Charged>(concerns)
  const make = useWrite<{ identifier: string }>(concerns)
  const pay = useWrite(concerns)
  const [said, setSaid] = useState({ from: '', into: '', amount: '', statement: '', note: '', reference: '' })
  const [agreed, setAgreed] = useState<boolean>()
  const sources = [
    ...cards.map((card) => ({
      value: card.identifier,
      label: cardChoiceName(card, cards) ?? card.identifier,
    })),
    ...accounts.map((one) => ({ value: one.identifier, label: accountName(one) })),
  ]
  const from = sources.find(({ value }) => value === said.from) ?? sources[0]
  const account = accounts.find(({ identifier }) => identifier === from?.value)
  const possible = own.filter((one) => !account || one.currency === account.currency)
  const { chosen: into, options } = accountChoice(possible, said.into, say.choose)
  const error = charge.error ?? make.error ?? pay.error
  const field = (name: keyof typeof said) => ({
    value: said[name],
    error: error?.of(name),
    onChange: ({ target }: { target: { value: string } }) => setSaid({ ...said, [name]: target.value }),
  })
  const amount = decimal(said.amount)
  const text = into && isAmount(amount) ? money(amount, into.currency) : undefined
  const body = { amount, statement: said.statement, note: said.note || null }
  const end = (debit: string, title: string) => {
    onClose()
    toast({ title })
    void navigate({ to: address(transactionPage, { transaction: debit }) } as never)
  }
  const byCard = () =>
    charge.mutate(
      {
        path: `${path}/creditcards/${from?.value}/charge`,
        body: { ...body, to_bank_account_id: into?.identifier },
      },
      {
        onSuccess: ({ debit_id, transaction_state: state }) =>
          end(debit_id, state === 'paid' ? say.paid(text ?? '') : say.unknown),
      },
    )
  const byBank = async () => {
    if (!agreed) return setAgreed(false)
    const wanted = { ...body, contact_id: contact.identifier, to_bank_account: into?.identifier }
    const what = JSON.stringify([from?.value, wanted])
    try {
      const debit =
        begunDebits.of(what) ??
        (await make.mutateAsync({ path: '/debit', method: 'PUT', body: wanted })).identifier
      begunDebits.keep(what, debit)
      const reference = said.reference.trim()
      await pay.mutateAsync({
        path: `/debit/${debit}/pay`,
        body: { from_bank_account: from?.value, agreement: reference ? { reference } : {} },
      })
      begunDebits.over(what)
      end(debit, say.begun(text ?? ''))
    } catch (failed) {
      // Told by the dialog. What was refused for good is not asked for again under the same debit.
      if (isDecided(failed)) begunDebits.over(what)
    }
  }
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={say.title(contact.name)}
      description={sources.length === 0 ? say.nothing : say.says}
      confirm={text ? say.chargeOf(text) : say.charge}
      busy={charge.isPending || make.isPending || pay.isPending}
      error={error}
      onConfirm={() => {
        if (from) void (account ? byBank() : byCard())
      }}
    >
      {from && (
        <>
          <Select label={say.from} options={sources} {...field('from')} value={from.value} />
          <Select
            label={say.into}
            options={options}
            {...field('into')}
            value={into?.identifier ?? ''}
            error={error?.of(account ? 'to_bank_account' : 'to_bank_account_id')}
          />
          <div className="pair">
            <Input label={say.amountIn(into?.currency)} inputMode="decimal" required {...field('amount')} />
            <Input
              label={say.statement}
              hint={say.statementHint}
              maxLength={30}
              required
              {...field('statement')}
            />
          </div>
          <Input label={say.note} maxLength={500} {...field('note')} />
          {account && (
            <>
              <Checkbox label={say.agreed} checked={agreed ?? false} onChange={() => setAgreed(!agreed)} />
              <p
                className={agreed === false ? 'alert' : 'hint'}
                role={agreed === false ? 'alert' : undefined}
              >
                {agreed === false ? say.notAgreed : say.agreedHint}
              </p>
              <Input
                label={say.reference}
                maxLength={100}
                {...field('reference')}
                error={error?.of('agreement.reference')}
              />
            </>
          )}
        </>
      )}
    </ConfirmDialog>
  )
}
