import { useMemo, useState } from 'react'
import { useDeed } from '../../data/deeds.ts'
import { useFilters } from '../../data/filters.ts'
import { useList, useWrite } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { Button } from '../../parts/button.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { ConfirmDialog, Dialog } from '../../parts/dialog.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { LinkCard } from '../../parts/link-card.tsx'
import { Moment } from '../../parts/moment.tsx'
import { Money, useMoney } from '../../parts/money.tsx'
import { MoneyButton } from '../../parts/money-button.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { Question } from '../../parts/question.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { TransactionLink } from '../../parts/transaction-link.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { LinkCreate } from './link-create.tsx'
import { linkFilters, linksPage } from './link-pages.ts'
import { linkWords } from './link-words.ts'

type OpenLink = {
  identifier: string
  kind: 'debit' | 'credit'
  link: string | null
  amount: string
  currency: string
  statement: string
  external_reference: string | null
  contact_name: string | null
  payable_until: string | null
  created_at: string
}

/** Every link that is still to be decided, newest first. */
export default function LinkList() {
  const say = useWords(linkWords)
  const { language } = useLanguage()
  const toast = useToast()
  const money = useMoney()
  const may = useMay()
  const bound = useFilters(linkFilters)
  const list = useList<OpenLink>('/payment_link', bound.values)
  const write = useWrite(['/payment_link', '/transaction'])
  const { mutate, isPending } = write
  const [making, setMaking] = useDeed(linksPage, 'create')
  const [shown, setShown] = useState<string>()
  const [doomed, setDoomed] = useState<OpenLink>()
  const close = () => {
    setDoomed(undefined)
    write.reset()
  }
  const columns = useMemo<Column<OpenLink>[]>(
    () => [
      { id: 'statement', head: say.statement, cell: ({ statement }) => statement },
      { id: 'contact', head: say.contact, cell: ({ contact_name }) => contact_name },
      {
        id: 'amount',
        head: say.amount,
        align: 'end',
        cell: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
      },
      { id: 'what', head: say.what, cell: ({ kind }) => say.kinds[kind] },
      {
        id: 'until',
        head: say.until,
        cell: ({ payable_until }) => (payable_until ? <Moment at={payable_until} coming /> : say.never),
      },
      {
        id: 'created',
        head: say.created,
        cell: ({ created_at }) => <Moment at={created_at} />,
        hidden: true,
      },
      { id: 'reference', head: say.reference, cell: (row) => row.external_reference, hidden: true },
      {
        id: 'actions',
        head: say.actions,
        deed: true,
        cell: (row) => (
          <span className="row">
            {row.link && (
              <Button icon="link" onClick={() => setShown(row.link!)}>
                {say.show}
              </Button>
            )}
            {may(`${row.kind}s:write`) && (
              <>
                <Question
                  takesMoney
                  icon="mail"
                  verb={say.send}
                  about={row.statement}
                  title={say.sendTitle(money(row.amount, row.currency), row.contact_name ?? '')}
                  description={say.sendSays}
                  written={() => ({ path: `/transaction/${row.identifier}/send_link` })}
                  concerns={['/payment_link', '/transaction']}
                  done={say.sent}
                />
                <Button look="plain" icon="close" onClick={() => setDoomed(row)}>
                  {say.cancel}
                </Button>
              </>
            )}
          </span>
        ),
      },
    ],
    [say, may, money],
  )
  return (
    <div className="stack">
      <PageHeader
        title={linksPage.title[language]}
        actions={
          may(['debits:write', 'credits:write']) && (
            <MoneyButton look="primary" icon="plus" onClick={() => setMaking(true)}>
              {say.create}
            </MoneyButton>
          )
        }
      />
      <FilterBar filters={linkFilters} bound={bound} labels={{ kind: say.what }} values={say.kinds} />
      <DataTable
        id="links"
        label={linksPage.title[language]}
        columns={columns}
        list={list}
        rowKey={({ identifier }) => identifier}
        link={({ identifier }, said) => <TransactionLink id={identifier}>{said}</TransactionLink>}
        empty={
          <EmptyState icon="link" title={say.noneTitle}>
            {say.none}
          </EmptyState>
        }
      />
      {making && <LinkCreate onClose={() => setMaking(false)} />}
      <Dialog
        open={shown !== undefined}
        onClose={() => setShown(undefined)}
        title={say.show}
        description={say.showDebit}
      >
        {shown && <LinkCard link={shown} />}
      </Dialog>
      {doomed && (
        <ConfirmDialog
          open
          onClose={close}
          title={say.cancelTitle}
          description={say.cancelSays(money(doomed.amount, doomed.currency))}
          facts={[
            [say.contact, doomed.contact_name],
            [say.statement, doomed.statement],
          ]}
          confirm={say.cancelDo}
          look="bad"
          busy={isPending}
          error={write.error}
          onConfirm={() =>
            mutate(
              { path: `/transaction/${doomed.identifier}`, method: 'DELETE' },
              {
                onSuccess: () => {
                  close()
                  toast({ title: say.cancelled })
                },
              },
            )
          }
        />
      )}
    </div>
  )
}
