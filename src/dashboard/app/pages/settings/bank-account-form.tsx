import '../../styles/developers.css'
import { useState } from 'react'
import { useWrite } from '../../data/queries.ts'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Input, Select } from '../../parts/field.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useWords } from '../../words/words.ts'
import { settingsWords } from './settings-words.ts'

const empty = {
  country: 'CA' as 'CA' | 'US',
  currency: 'CAD',
  title: '',
  holder_name: '',
  account_type: 'chequing' as 'chequing' | 'savings',
  transit_number: '',
  institution_number: '',
  routing_number: '',
  account_number: '',
}

/** A new account of the company's, or of a contact, in Canada or the United States. */
export function BankAccountForm({
  open,
  onClose,
  contact,
}: {
  open: boolean
  onClose(): void
  contact?: { identifier: string; name: string }
}) {
  const say = useWords(settingsWords)
  const toast = useToast()
  const [fields, setFields] = useState(empty)
  const write = useWrite([contact ? `/contact/${contact.identifier}` : '/bank_account'])
  const set = (changed: Partial<typeof empty>) => setFields((before) => ({ ...before, ...changed }))
  const close = () => {
    setFields(empty)
    write.reset()
    onClose()
  }
  const { country, title, transit_number, institution_number, routing_number, ...rest } = fields
  const body = {
    ...rest,
    ...(contact && { contact_id: contact.identifier }),
    ...(title !== '' && { title }),
    ...(country === 'CA' ? { transit_number, institution_number } : { routing_number }),
  }
  /** A field of text, bound by its name in the API. */
  const input = (name: keyof typeof empty, label: string, hint?: string) => (
    <Input
      label={label}
      hint={hint}
      maxLength={100}
      value={fields[name]}
      autoComplete="off"
      onChange={({ target }) => set({ [name]: target.value })}
      error={write.error?.of(name)}
    />
  )
  return (
    <ConfirmDialog
      open={open}
      onClose={close}
      title={contact ? say.addFor(contact.name) : say.add}
      confirm={say.add}
      busy={write.isPending}
      error={write.error}
      onConfirm={() =>
        write.mutate(
          { path: contact ? '/contact/bank_account' : '/bank_account', method: 'PUT', body },
          {
            onSuccess: () => {
              close()
              toast({ title: say.added })
            },
          },
        )
      }
    >
      <div className="fields">
        <Select
          label={say.country}
          value={country}
          onChange={({ target }) =>
            set({
              country: target.value as 'CA' | 'US',
              currency: target.value === 'CA' ? 'CAD' : 'USD',
            })
          }
          options={Object.entries(say.countries).map(([value, label]) => ({ value, label }))}
        />
        <Select
          label={say.currency}
          value={fields.currency}
          onChange={({ target }) => set({ currency: target.value })}
          options={['CAD', 'USD'].map((value) => ({ value, label: value }))}
          error={write.error?.of('currency')}
        />
        {input('title', say.title)}
        {input('holder_name', say.holder)}
        <Select
          label={say.type}
          value={fields.account_type}
          onChange={({ target }) => set({ account_type: target.value as 'chequing' | 'savings' })}
          options={Object.entries(say.types).map(([value, label]) => ({ value, label }))}
        />
        {country === 'CA' ? (
          <>
            {input('transit_number', say.transit)}
            {input('institution_number', say.institution)}
          </>
        ) : (
          input('routing_number', say.routing)
        )}
        {input('account_number', say.number, say.numberHint)}
      </div>
    </ConfirmDialog>
  )
}
