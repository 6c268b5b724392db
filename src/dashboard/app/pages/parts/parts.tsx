import { useMemo, useState } from 'react'
import { useFilters } from '../../data/filters.ts'
import { useWrite } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Combobox } from '../../parts/combobox.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { DateRange } from '../../parts/date-range.tsx'
import { Panel } from '../../parts/description-list.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Checkbox, Input, Select } from '../../parts/field.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { Moment } from '../../parts/moment.tsx'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { Badge, StateBadge } from '../../parts/state-badge.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { partsFilters, partsPage } from './parts-pages.ts'
import { partsWords } from './parts-words.ts'
import { Pictures } from './pictures.tsx'

type Row = { id: string; name: string; state: string; amount: string; at: string }
const states = ['paid', 'failed', 'processing', 'unknown', 'cancelled']
const made: Row[] = Array.from({ length: 400 }, (_, at) => ({
  id: `row-${at}`,
  name: `Ada Lovelace ${at}`,
  state: states[at % states.length]!,
  amount: `${1234567 - at * 321}.${String(at % 100).padStart(2, '0')}`,
  at: new Date(Date.UTC(2026, 10, 29) - at * 3_600_000).toISOString(),
}))

/** Each general part, as it is used. */
export default function Parts() {
  const say = useWords(partsWords)
  const { language } = useLanguage()
  const bound = useFilters(partsFilters)
  const { view, ...filters } = bound.values
  const { view: _, ...shown } = partsFilters
  return (
    <div className="stack">
      <PageHeader
        title={partsPage.title[language]}
        beside={<StateBadge state="active" />}
        actions={<Actions />}
      />
      <Tabs
        label={say.views}
        value={view}
        onChange={(id) => bound.set({ view: id as 'table' })}
        tabs={[
          {
            id: 'table',
            title: say.table,
            panel: (
              <div className="stack">
                <FilterBar
                  filters={shown}
                  bound={bound}
                  labels={{ search: say.search, state: say.state, kind: say.kind, since: say.since }}
                  values={{ debit: say.debit, credit: say.credit }}
                />
                <Rows only={filters.search ?? ''} states={filters.state} />
              </div>
            ),
          },
          { id: 'pictures', title: say.pictures, panel: <Pictures /> },
          { id: 'forms', title: say.forms, panel: <Forms /> },
        ]}
      />
    </div>
  )
}

function Rows({ only, states }: { only: string; states: readonly string[] | undefined }) {
  const say = useWords(partsWords)
  const rows = useMemo(
    () => made.filter(({ name, state }) => name.includes(only) && (!states || states.includes(state))),
    [only, states],
  )
  const columns = useMemo<Column<Row>[]>(
    () => [
      { id: 'name', head: say.name, cell: ({ name }) => name },
      { id: 'state', head: say.state, cell: ({ state }) => <StateBadge state={state} /> },
      { id: 'time', head: say.time, cell: ({ at }) => <Moment at={at} /> },
      { id: 'amount', head: say.amount, cell: ({ amount }) => <Money amount={amount} />, align: 'end' },
    ],
    [say],
  )
  const nothing = () => undefined
  const list = { rows, error: null, isPending: false, isStale: false, hasMore: false, isLoadingMore: false }
  return (
    <DataTable
      id="parts"
      label={say.table}
      columns={columns}
      list={{ ...list, more: nothing, refetch: nothing }}
      rowKey={({ id }) => id}
      link={(_row, said) => <PageLink to={partsPage}>{said}</PageLink>}
      empty={<EmptyState title={say.nothing}>{say.nothingMore}</EmptyState>}
      bulk={(chosen) => <Badge tone="calm">{String(chosen.length)}</Badge>}
    />
  )
}

function Actions() {
  const say = useWords(partsWords)
  const toast = useToast()
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      <Button onClick={() => toast({ title: say.saved, undo: () => toast({ title: say.done }) })}>
        {say.save}
      </Button>
      <Button look="primary" onClick={() => setOpen(true)}>
        {say.refund}
      </Button>
      <ConfirmDialog
        open={open}
        onClose={close}
        title={say.question}
        description={say.consequence}
        confirm={say.refund}
        onConfirm={close}
      />
    </>
  )
}

function Forms() {
  const say = useWords(partsWords)
  const write = useWrite(['/contact'])
  const [bank, setBank] = useState<string | null>(null)
  const [range, setRange] = useState<{ from: string | undefined; to: string | undefined }>({
    from: undefined,
    to: undefined,
  })
  return (
    <Panel title={say.forms}>
      <Input label={say.name} hint={say.hint} required />
      <Input label={say.search} error={write.error?.of('email') ?? say.wrong} />
      <Select label={say.kind} options={[{ value: 'debit', label: say.debit }]} />
      <Combobox
        label={say.bank}
        options={states.map((value) => ({ value, label: value }))}
        value={bank}
        onChange={setBank}
      />
      <DateRange legend={say.range} value={range} onChange={setRange} />
      <Checkbox label={say.done} />
    </Panel>
  )
}
