import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useFilters } from '../../data/filters.ts'
import { useRead } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { Button } from '../../parts/button.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { DescriptionList, Panel } from '../../parts/description-list.tsx'
import { Moment } from '../../parts/moment.tsx'
import { MoneyButton } from '../../parts/money-button.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { Loaded } from '../../parts/states.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { languages, useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { ScheduleTable } from '../schedules/schedule-table.tsx'
import { chargeWords } from './charge-words.ts'
import type { Contact } from './contact.ts'
import { ContactAccounts } from './contact-accounts.tsx'
import { ContactAgreements, ContactTransactions } from './contact-agreements.tsx'
import { ContactCards } from './contact-cards.tsx'
import { ContactCharge } from './contact-charge.tsx'
import { ContactDelete } from './contact-delete.tsx'
import { ContactForm } from './contact-form.tsx'
import { contactPage, contactsPage, contactViews } from './contact-pages.ts'
import { contactWords } from './contact-words.ts'
import { NewCard } from './new-card.tsx'

/** One contact and what belongs to it. */
export default function ContactDetail() {
  const say = useWords(contactWords)
  const charge = useWords(chargeWords)
  const { language } = useLanguage()
  const { contact: id } = useParams({ strict: false }) as { contact: string }
  const contact = useRead<Contact>(`/contact/${id}`)
  const may = useMay()
  const bound = useFilters(contactViews)
  const [open, setOpen] = useState<'charge' | 'edit' | 'card' | 'delete'>()
  const close = () => setOpen(undefined)
  const views = [
    { id: 'overview', title: say.overview, panel: contact.data && <Facts contact={contact.data} /> },
    { id: 'cards', title: say.cards, panel: <ContactCards contact={id} /> },
    {
      id: 'accounts',
      title: say.accounts,
      panel: contact.data && <ContactAccounts contact={contact.data} />,
    },
    ...(may('debits:read')
      ? [
          { id: 'agreements', title: say.agreements, panel: <ContactAgreements contact={id} /> },
          { id: 'transactions', title: say.transactions, panel: <ContactTransactions contact={id} /> },
        ]
      : []),
    ...(may('scheduled:read')
      ? [{ id: 'schedules', title: say.schedules, panel: <ScheduleTable query={{ contact_id: id }} /> }]
      : []),
  ]
  return (
    <div className="stack">
      <PageHeader
        title={contact.data?.name ?? contactPage.title[language]}
        above={<PageLink to={contactsPage}>{contactsPage.title[language]}</PageLink>}
        actions={
          contact.data && (
            <>
              {may('debits:write') && (
                <MoneyButton look="primary" onClick={() => setOpen('charge')}>
                  {charge.open}
                </MoneyButton>
              )}
              {may('contacts:write') && (
                <>
                  <Button icon="card" onClick={() => setOpen('card')}>
                    {say.newCard}
                  </Button>
                  <Button onClick={() => setOpen('edit')}>{say.edit}</Button>
                  <Button look="bad" onClick={() => setOpen('delete')}>
                    {say.delete}
                  </Button>
                </>
              )}
            </>
          )
        }
      />
      <Loaded of={contact}>
        {(contact) => (
          <>
            <Tabs
              label={say.views}
              tabs={views}
              value={bound.values.view}
              onChange={(view) => bound.set({ view: view as never })}
            />
            {open === 'charge' && <ContactCharge contact={contact} onClose={close} />}
            {open === 'edit' && <ContactForm contact={contact} onClose={close} />}
            {open === 'card' && <NewCard contact={contact.identifier} onClose={close} />}
            {open === 'delete' && <ContactDelete contact={contact} onClose={close} />}
          </>
        )}
      </Loaded>
    </div>
  )
}

function Facts({ contact }: { contact: Contact }) {
  const say = useWords(contactWords)
  const pairs = Object.entries(contact.metadata)
  return (
    <div className="contact-more">
      <Panel title={say.facts}>
        <DescriptionList
          items={[
            [say.email, contact.email],
            [say.reference, contact.external_reference],
            [say.tags, contact.tags.join(', ')],
            [say.language, contact.language && languages[contact.language]],
            [say.created, <Moment key="created" at={contact.created_at} />],
            [say.changed, <Moment key="changed" at={contact.updated_at} />],
            [
              say.identifier,
              <span key="id" className="row">
                <code>{contact.identifier}</code>
                <CopyButton text={contact.identifier} name={say.identifier} />
              </span>,
            ],
          ]}
        />
      </Panel>
      {pairs.length > 0 && (
        <Panel title={say.metadata}>
          <div className="metadata-shown">
            <DescriptionList items={pairs} />
          </div>
        </Panel>
      )}
    </div>
  )
}
