import { useMemo, useState } from 'react'
import { useFilters } from '../../data/filters.ts'
import { useList } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { FileLink } from '../../parts/file-link.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { Moment } from '../../parts/moment.tsx'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { Sums } from '../../parts/sums.tsx'
import { useErrorText } from '../../words/error-text.ts'
import { useLanguage } from '../../words/language.tsx'
import { stateWords } from '../../words/state-words.ts'
import { useWords } from '../../words/words.ts'
import { transactionPage } from '../transactions/transaction-pages.ts'
import { decidedWords } from './decided-words.ts'
import { Decision } from './decision.tsx'
import { Guide } from './guide.tsx'
import { itemFilters, itemsPage } from './operator-pages.ts'
import { operatorWords } from './operator-words.ts'
import { ResolveAs, useLacksChoice } from './resolve-as.tsx'

type As = 'settle' | 'fail' | 'write_off'
type Item = {
  identifier: string
  company_id: string
  company_name: string | null
  transaction_id: string | null
  resolved_by: string | null
  kind: 'missing' | 'extra' | 'amount'
  state: string
  rrn: string
  currency: string
  expected: string
  received: string
  clearing_file: number
  network_id: string
  opened_at: string
  note: string | null
  reason: string
  takes: readonly As[]
}

const mayBeResolved = ({ takes }: Item) => takes.length > 0

/** What the network cleared otherwise than we have it: both amounts, why, and several resolved at once. */
export default function ItemList() {
  const say = useWords(decidedWords)
  const both = useWords(operatorWords)
  const states: Record<string, string> = useWords(stateWords)
  const { language } = useLanguage()
  const mayWrite = useMay()('operator:write')
  const errorText = useErrorText()
  const bound = useFilters(itemFilters)
  const list = useList<Item>('/operator/reconciliation_items', bound.values)
  const columns = useMemo<Column<Item>[]>(
    () => [
      { id: 'kind', head: say.kind, cell: ({ kind }) => say.itemKinds[kind] },
      { id: 'whose', head: both.company, cell: ({ company_name }) => company_name ?? say.nobodys },
      {
        id: 'transaction',
        head: say.transaction,
        cell: ({ company_id, transaction_id }) =>
          transaction_id && (
            <PageLink to={transactionPage} company={company_id} params={{ transaction: transaction_id }}>
              {say.openTransaction}
            </PageLink>
          ),
      },
      {
        id: 'expected',
        head: say.expected,
        align: 'end',
        cell: ({ expected, currency }) => <Money amount={expected} currency={currency} />,
      },
      {
        id: 'received',
        head: say.received,
        align: 'end',
        cell: ({ received, currency }) => <Money amount={received} currency={currency} />,
      },
      { id: 'state', head: both.state, cell: ({ state }) => <StateBadge state={state} /> },
      { id: 'opened', head: say.opened, cell: ({ opened_at }) => <Moment at={opened_at} /> },
      {
        id: 'why',
        long: true,
        head: both.why,
        cell: (row) =>
          row.note ? (
            <span className="stack">
              <span>{errorText(row.note)}</span>
              {row.resolved_by && row.resolved_by !== 'clearing' && (
                <span className="soft">{say.decidedBy(row.resolved_by)}</span>
              )}
            </span>
          ) : (
            <span className="stack">
              <Guide of={`item.${row.kind}`} told={row} />
              {row.takes.map((as) => (
                <span key={as}>{say.itemAs[as]}</span>
              ))}
            </span>
          ),
      },
      {
        id: 'resolve',
        head: say.resolve,
        deed: true,
        cell: (row) => mayWrite && mayBeResolved(row) && <ResolveItems items={[row]} />,
      },
      { id: 'rrn', head: 'RRN', cell: ({ rrn }) => <code>{rrn}</code>, hidden: true },
      {
        id: 'file',
        head: say.file,
        align: 'end',
        cell: ({ network_id, clearing_file }) => (
          <FileLink network={network_id} number={clearing_file}>
            {String(clearing_file)}
          </FileLink>
        ),
        hidden: true,
      },
      {
        id: 'company',
        head: both.companyId,
        cell: ({ company_id }) => <code>{company_id}</code>,
        hidden: true,
      },
    ],
    [say, both, errorText, mayWrite],
  )
  return (
    <div className="stack">
      <PageHeader title={itemsPage.title[language]} />
      <FilterBar
        filters={itemFilters}
        bound={bound}
        labels={{ state: both.state, kind: say.kind }}
        values={{ ...states, ...say.itemKinds }}
      />
      <DataTable
        id="operated-items"
        label={itemsPage.title[language]}
        columns={columns}
        list={list}
        rowKey={({ identifier }) => identifier}
        selectable={mayBeResolved}
        {...(mayWrite && {
          bulk: (rows: readonly Item[], clear: () => void) => <ResolveItems items={rows} clear={clear} />,
        })}
        empty={
          <EmptyState icon="check" title={both.noneOfThese}>
            {say.itemCalm}
          </EmptyState>
        }
      />
    </div>
  )
}

/** One request resolves as many (docs/operator.md). */
const ITEMS_MAX = 100

/** Several that are selected, alike; or the one of a row, without `clear`. */
function ResolveItems({ items, clear }: { items: readonly Item[]; clear?: () => void }) {
  const say = useWords(decidedWords)
  const both = useWords(operatorWords)
  const [chosen, setChosen] = useState<As | ''>('')
  const [first] = items
  const takes = (first?.takes ?? []).filter((as) => items.every((item) => item.takes.includes(as)))
  const alike = items.length <= ITEMS_MAX && items.every((item) => item.company_id === first?.company_id)
  // What was chosen for other rows is not chosen for these.
  const as = takes.find((one) => one === chosen) ?? ''
  const lacks = useLacksChoice(as)
  if (!first || !alike || takes.length === 0) return <span className="soft">{say.oneCompany}</span>
  return (
    <Decision
      {...(clear
        ? { verb: say.resolveItems(items.length), onDone: clear }
        : { verb: say.resolve, about: first.rrn })}
      title={items.length === 1 ? say.resolveItemTitle : say.resolveItemsTitle(items.length)}
      description={items.length === 1 ? say.resolveItemWhat : say.resolveItemsWhat}
      facts={[
        [both.company, first.company_name],
        [say.expected, <Sums key="here" rows={items.map((one) => ({ ...one, amount: one.expected }))} />],
        [say.received, <Sums key="there" rows={items.map((one) => ({ ...one, amount: one.received }))} />],
      ]}
      look="bad"
      companyReads
      lacks={lacks}
      written={(note) => ({
        path: `/operator/companies/${first.company_id}/reconciliation_items/resolve`,
        body: { item_ids: items.map(({ identifier }) => identifier), as, note },
      })}
      done={say.resolved}
    >
      {(errorOf) => (
        <ResolveAs
          label={say.resolveAs}
          takes={takes}
          words={say.itemAs}
          value={as}
          onChange={setChosen}
          error={errorOf('as')}
        />
      )}
    </Decision>
  )
}
