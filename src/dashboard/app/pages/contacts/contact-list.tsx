import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useDeed } from '../../data/deeds.ts'
import { useFilters } from '../../data/filters.ts'
import { useList } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { Button } from '../../parts/button.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { Moment, useDays } from '../../parts/moment.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink, useAddress } from '../../parts/page-link.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { ChargeWhom } from './charge-whom.tsx'
import type { Contact } from './contact.ts'
import { ContactForm } from './contact-form.tsx'
import { contactFilters, contactPage, contactsPage } from './contact-pages.ts'
import { contactWords } from './contact-words.ts'

/** Every contact, newest first. */
export default function ContactList() {
  const say = useWords(contactWords)
  const { language } = useLanguage()
  const days = useDays()
  const bound = useFilters(contactFilters)
  const may = useMay()
  const navigate = useNavigate()
  const address = useAddress()
  const [making, setMaking] = useDeed(contactsPage, 'create')
  const [charging, setCharging] = useDeed(contactsPage, 'charge')
  const { created_after, created_before, ...plain } = bound.values
  const list = useList<Contact>('/contact', {
    ...plain,
    created_after: days.from(created_after),
    created_before: days.before(created_before),
  })
  const columns = useMemo<Column<Contact>[]>(
    () => [
      { id: 'name', head: say.name, cell: ({ name }) => name },
      { id: 'email', head: say.email, cell: ({ email }) => email },
      { id: 'tags', head: say.tags, cell: ({ tags }) => tags.join(', ') },
      {
        id: 'reference',
        head: say.reference,
        cell: ({ external_reference }) => external_reference,
        hidden: true,
      },
      { id: 'created', head: say.created, cell: ({ created_at }) => <Moment at={created_at} /> },
    ],
    [say],
  )
  return (
    <div className="stack">
      <PageHeader
        title={contactsPage.title[language]}
        actions={
          may('contacts:write') && (
            <Button look="primary" icon="plus" onClick={() => setMaking(true)}>
              {say.create}
            </Button>
          )
        }
      />
      {making && (
        <ContactForm
          onClose={() => setMaking(false)}
          onDone={({ identifier }) => void navigate({ to: address(contactPage, { contact: identifier }) })}
        />
      )}
      {charging && <ChargeWhom onClose={() => setCharging(false)} />}
      <FilterBar
        filters={contactFilters}
        bound={bound}
        error={list.error}
        labels={{
          email: say.email,
          name: say.name,
          tag: say.tag,
          attention: say.attention,
          external_reference: say.reference,
          created_after: say.after,
          created_before: say.before,
        }}
        values={{ cards_expiring: say.cardsExpiring }}
      />
      <DataTable
        id="contacts"
        label={contactsPage.title[language]}
        columns={columns}
        list={list}
        rowKey={({ identifier }) => identifier}
        link={({ identifier }, said) => (
          <PageLink to={contactPage} params={{ contact: identifier }}>
            {said}
          </PageLink>
        )}
        empty={
          bound.any ? (
            <EmptyState title={say.notFoundTitle}>{say.notFound}</EmptyState>
          ) : (
            <EmptyState icon="people" title={say.noneTitle}>
              {say.none}
            </EmptyState>
          )
        }
      />
    </div>
  )
}
