import { useMemo } from 'react'
import { useList } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { Button } from '../../parts/button.tsx'
import { useCardChecks } from '../../parts/card-checks.ts'
import { cardName } from '../../parts/card-name.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { useDeletion } from '../../parts/deletion.tsx'
import { Moment } from '../../parts/moment.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useWords } from '../../words/words.ts'
import type { Card } from './contact.ts'
import { contactWords } from './contact-words.ts'

/** The cards of a contact. */
export function ContactCards({ contact }: { contact: string }) {
  const say = useWords(contactWords)
  const may = useMay()('contacts:write')
  const cardChecks = useCardChecks()
  const path = `/contact/${contact}/creditcards`
  const list = useList<Card>(path)
  const [begin, question] = useDeletion<Card>({
    list: path,
    path: ({ identifier }) => `${path}/${identifier}`,
    title: (one) => say.deleteCardTitle(cardName(one) ?? say.card),
    description: say.deleteCardSays,
    confirm: say.deleteCard,
    done: say.cardDeleted,
  })
  const columns = useMemo<Column<Card>[]>(
    () => [
      { id: 'card', head: say.card, cell: (card) => cardName(card) ?? '—' },
      {
        id: 'state',
        head: say.state,
        cell: ({ state, account_update: update }) => (
          <>
            <StateBadge state={state} of="card" />
            {update && (
              <div className="soft">
                {say.accountUpdates[update.reason]}, <Moment at={update.at} />
              </div>
            )}
          </>
        ),
      },
      {
        id: 'expires',
        head: say.expires,
        cell: ({ expiry_month: month, expiry_year: year }) =>
          year && <span className="number">{`${String(month).padStart(2, '0')}/${year}`}</span>,
      },
      { id: 'funding', head: say.funding, cell: ({ funding }) => funding, hidden: true },
      {
        id: 'verified',
        head: say.verified,
        cell: cardChecks,
        hidden: true,
      },
      { id: 'created', head: say.created, cell: ({ created_at }) => <Moment at={created_at} /> },
      ...(may
        ? [
            {
              id: 'delete',
              head: say.delete,
              deed: true,
              cell: (card: Card) =>
                card.state === 'active' && (
                  <Button look="plain" icon="close" onClick={() => begin(card)}>
                    {say.deleteCard}
                  </Button>
                ),
            },
          ]
        : []),
    ],
    [say, cardChecks, may, begin],
  )
  return (
    <>
      <DataTable
        id="contact-cards"
        label={say.cards}
        columns={columns}
        list={list}
        rowKey={({ identifier }) => identifier}
        empty={
          <EmptyState icon="card" title={say.noCards}>
            {say.noCardsWhy}
          </EmptyState>
        }
      />
      {question}
    </>
  )
}
