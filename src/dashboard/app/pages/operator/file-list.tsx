import { type ReactNode, useMemo, useState } from 'react'
import { useFilters } from '../../data/filters.ts'
import { useList, useRead } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { Day } from '../../parts/day.tsx'
import { Panel } from '../../parts/description-list.tsx'
import { FileLink } from '../../parts/file-link.tsx'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { Moment } from '../../parts/moment.tsx'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { Badge, StateBadge } from '../../parts/state-badge.tsx'
import { EmptyState, Loaded } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { partWords } from '../../words/part-words.ts'
import { stateWords } from '../../words/state-words.ts'
import { useWords } from '../../words/words.ts'
import type { BankFile } from './bank-file.ts'
import { fileWords } from './file-words.ts'
import { Guide } from './guide.tsx'
import { bankFilePage, bankReturnsPage, fileFilters, filesPage } from './operator-pages.ts'
import { operatorWords } from './operator-words.ts'

type Arrivals = {
  clearing_files: readonly { network_id: string; number: number; records: number; read_at: string }[]
  bank_answers: readonly {
    kind: string
    number: string
    item_count: number
    unmatched: number
    read_at: string
  }[]
  expected: readonly {
    what: 'clearing_file' | 'file_to_bank'
    name: string
    on: string | null
    until: string | null
    late: boolean
    next_step: string
  }[]
}

/** Files to the banks, what came from banks and network, and what is expected when. */
export default function FileList() {
  const say = useWords(fileWords)
  const both = useWords(operatorWords)
  const states: Record<string, string> = useWords(stateWords)
  const { language } = useLanguage()
  const bound = useFilters(fileFilters)
  const list = useList<BankFile>('/operator/bank_files', bound.values)
  const columns = useMemo<Column<BankFile>[]>(
    () => [
      { id: 'name', head: say.name, cell: ({ name }) => name },
      { id: 'state', head: both.state, cell: ({ state }) => <StateBadge state={state} /> },
      {
        id: 'debits',
        head: say.debits,
        align: 'end',
        cell: ({ debits, currency }) => <Money amount={debits} currency={currency} />,
      },
      {
        id: 'credits',
        head: say.credits,
        align: 'end',
        cell: ({ credits, currency }) => <Money amount={credits} currency={currency} />,
      },
      {
        id: 'why',
        long: true,
        head: both.why,
        cell: (file) => (
          <Guide of={file.reason ? `refused.${file.state}` : `file.${file.state}`} told={file} />
        ),
      },
      { id: 'made', head: say.made, cell: ({ created_at }) => <Moment at={created_at} />, hidden: true },
      {
        id: 'items',
        head: say.items,
        align: 'end',
        cell: ({ item_count }) => String(item_count),
        hidden: true,
      },
    ],
    [say, both],
  )
  return (
    <div className="stack">
      <PageHeader title={filesPage.title[language]} />
      <Came />
      <h2>{say.toBanks}</h2>
      <FilterBar filters={fileFilters} bound={bound} labels={{ state: both.state }} values={states} />
      <DataTable
        id="bank-files"
        label={say.toBanks}
        columns={columns}
        list={list}
        rowKey={({ identifier }) => identifier}
        link={({ identifier }, said) => (
          <PageLink to={bankFilePage} params={{ file: identifier }}>
            {said}
          </PageLink>
        )}
        empty={
          <EmptyState icon="file" title={both.noneOfThese}>
            {say.calm}
          </EmptyState>
        }
      />
    </div>
  )
}

function Came() {
  const say = useWords(fileWords)
  const kinds: Record<string, string> = say.kinds
  const { colon } = useWords(partWords)
  const read = useRead<Arrivals>('/operator/arrivals')
  return (
    <Loaded of={read}>
      {({ expected, clearing_files, bank_answers }) => (
        <>
          <Panel title={say.expected}>
            <ul className="stack">
              {expected.map(({ what, name, on, until, late, next_step }) => (
                <li key={`${what} ${name}`}>
                  <strong>{say.whats[what]}</strong> {name.toUpperCase()}
                  {colon} {on && <Day on={on} />} {until && say.by(until)}{' '}
                  {late && <Badge tone="bad">{say.late}</Badge>}{' '}
                  <Guide of={`expected.${what}.${late}`} told={{ reason: null, next_step }} />
                </li>
              ))}
            </ul>
          </Panel>
          <div className="columns">
            <Panel title={say.fromBanks}>
              <Newest none={say.nothingCame}>
                {bank_answers.map(({ kind, number, item_count, unmatched, read_at }) => (
                  <li key={`${kind} ${number} ${read_at}`}>
                    {kinds[kind] ?? kind} {number}
                    {colon} {say.records(item_count)}{' '}
                    {unmatched > 0 && (
                      <PageLink to={bankReturnsPage}>
                        <Badge tone="warn">{say.unmatched(unmatched)}</Badge>
                      </PageLink>
                    )}{' '}
                    <Moment at={read_at} />
                  </li>
                ))}
              </Newest>
            </Panel>
            <Panel title={say.fromNetwork}>
              <Newest none={say.nothingCame}>
                {clearing_files.map(({ network_id, number, records, read_at }) => (
                  <li key={`${network_id} ${number}`}>
                    <FileLink network={network_id} number={number}>
                      {network_id} {number}
                    </FileLink>
                    {colon} {say.records(records)} <Moment at={read_at} />
                  </li>
                ))}
              </Newest>
            </Panel>
          </div>
        </>
      )}
    </Loaded>
  )
}

const NEWEST = 8

/** The newest of them; all once they are asked for, so that what comes below is in sight. */
function Newest({ none, children }: { none: string; children: readonly ReactNode[] }) {
  const say = useWords(fileWords)
  const [all, setAll] = useState(false)
  if (children.length === 0) return <p className="soft">{none}</p>
  return (
    <>
      <ul className="stack">{all ? children : children.slice(0, NEWEST)}</ul>
      {!all && children.length > NEWEST && (
        <Button look="plain" onClick={() => setAll(true)}>
          {say.allOf(children.length)}
        </Button>
      )}
    </>
  )
}
