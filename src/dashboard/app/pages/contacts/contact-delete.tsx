import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useList, useWrite } from '../../data/queries.ts'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Checkbox } from '../../parts/field.tsx'
import { useAddress } from '../../parts/page-link.tsx'
import { Skeleton } from '../../parts/states.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useWords } from '../../words/words.ts'
import type { Account, Card, Contact, Transaction } from './contact.ts'
import { contactsPage } from './contact-pages.ts'
import { contactWords } from './contact-words.ts'

/** Says what goes with a contact, in numbers, before it goes; and erases the person where that is wanted. */
export function ContactDelete({ contact, onClose }: { contact: Contact; onClose(): void }) {
  const say = useWords(contactWords)
  const toast = useToast()
  const navigate = useNavigate()
  const address = useAddress()
  const path = `/contact/${contact.identifier}`
  const of = { contact_id: contact.identifier, limit: 100 }
  const cards = useList<Card>(`${path}/creditcards`, { limit: 100 })
  const accounts = useList<Account>(`${path}/bank_accounts`, { limit: 100 })
  const active = useList('/schedule', { ...of, state: 'active' })
  const paused = useList('/schedule', { ...of, state: 'paused' })
  const open = useList<Transaction>('/transaction', {
    ...of,
    state: ['requested', 'preauthorized', 'initiated'],
  })
  const write = useWrite(['/contact', '/schedule', '/transaction', '/payment_link'])
  const [erases, setErases] = useState(false)
  const asked = [cards, accounts, active, paused, open]
  const counted = {
    cards: say.countCards(cards.rows.filter(({ state }) => state === 'active').length),
    accounts: say.countAccounts(accounts.rows.length),
    schedules: say.countSchedules(active.rows.length + paused.rows.length),
    open: say.countOpen(open.rows.length),
  }
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={say.deleteTitle(contact.name)}
      description={asked.some((list) => list.isPending) ? undefined : say.deleteSays(counted)}
      confirm={erases ? say.eraseDo : say.deleteDo}
      look="bad"
      busy={write.isPending}
      error={write.error}
      onConfirm={() =>
        write.mutate(
          erases
            ? {
                path: `${path}/erase`,
                method: 'POST',
                body: { confirm_contact_id: contact.identifier, reason: 'person_asked' },
              }
            : { path, method: 'DELETE' },
          {
            onSuccess: () => {
              toast({ title: erases ? say.erased(contact.name) : say.deleted(contact.name) })
              void navigate({ to: address(contactsPage, {}) })
            },
          },
        )
      }
    >
      {asked.some((list) => list.isPending) && <Skeleton lines={2} />}
      <Checkbox label={say.erase} checked={erases} onChange={(event) => setErases(event.target.checked)} />
    </ConfirmDialog>
  )
}
