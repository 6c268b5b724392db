import { useNavigate } from '@tanstack/react-router'
import { useList, useWrite } from '../../data/queries.ts'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { useAddress } from '../../parts/page-link.tsx'
import { Skeleton } from '../../parts/states.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useWords } from '../../words/words.ts'
import type { Account, Card, Contact, Transaction } from './contact.ts'
import { contactsPage } from './contact-pages.ts'
import { contactWords } from './contact-words.ts'

/** Says what goes with a contact, in numbers, before it goes. */
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
      confirm={say.deleteDo}
      look="bad"
      busy={write.isPending}
      error={write.error}
      onConfirm={() =>
        write.mutate(
          { path, method: 'DELETE' },
          {
            onSuccess: () => {
              toast({ title: say.deleted(contact.name) })
              void navigate({ to: address(contactsPage, {}) })
            },
          },
        )
      }
    >
      {asked.some((list) => list.isPending) && <Skeleton lines={2} />}
    </ConfirmDialog>
  )
}
