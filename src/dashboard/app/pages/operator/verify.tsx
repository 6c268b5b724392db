import { useMemo } from 'react'
import { useList, useRead, useWrite } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { Button } from '../../parts/button.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { Panel } from '../../parts/description-list.tsx'
import { Moment } from '../../parts/moment.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { useProblemText } from '../../parts/problem-text.tsx'
import { Badge } from '../../parts/state-badge.tsx'
import { EmptyState, Loaded } from '../../parts/states.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useLanguage } from '../../words/language.tsx'
import { partWords } from '../../words/part-words.ts'
import { useWords } from '../../words/words.ts'
import { frenchChecks } from './french-checks.ts'
import { verifyPage } from './operator-pages.ts'
import { operatorWords } from './operator-words.ts'
import { runningWords } from './running-words.ts'

type Run = {
  identifier: string
  extent: 'full' | 'incremental'
  state: 'requested' | 'running' | 'done' | 'broken_off'
  requested_by: string
  requested_at: string
  checks_done: number
  checks_total: number
  ok: boolean | null
  error: string | null
}
type RunInFull = Run & {
  checks: readonly { name: string; says: string; ok: boolean; violations: number; error: string | null }[]
}

/** How far a run is, is asked this often. */
const LOOK_MS = 2_000

/** Whether the books hold: the last run, one that runs, all runs, and another. */
export default function Verify() {
  const say = useWords(runningWords)
  const both = useWords(operatorWords)
  const { language } = useLanguage()
  const mayWrite = useMay()('operator:write')
  const toast = useToast()
  const list = useList<Run>('/operator/verify_reports', {}, { refetchInterval: LOOK_MS })
  const problemText = useProblemText()
  const write = useWrite(['/operator'])
  const going = list.rows.find(({ state }) => state === 'requested' || state === 'running')
  const last = list.rows.find(({ state }) => state === 'done')
  const run = (extent: Run['extent']) =>
    write.mutate(
      { path: '/operator/verify_reports', body: { extent } },
      {
        onSuccess: () => toast({ title: say.runAsked }),
        onError: (error) => toast({ title: problemText(error), tone: 'bad' }),
      },
    )
  const columns = useMemo<Column<Run>[]>(
    () => [
      { id: 'asked', head: say.asked, cell: ({ requested_at }) => <Moment at={requested_at} /> },
      { id: 'state', head: both.state, cell: ({ state }) => say.runStates[state] },
      {
        id: 'result',
        head: say.result,
        cell: ({ ok, state, error }) =>
          ok === null ? (
            (error ?? (state === 'broken_off' ? say.brokenOff : null))
          ) : (
            <Badge tone={ok ? 'good' : 'bad'}>{ok ? say.holds : say.fails}</Badge>
          ),
      },
      {
        id: 'progress',
        head: say.progress,
        align: 'end',
        cell: ({ checks_done, checks_total }) => `${checks_done} / ${checks_total}`,
      },
      { id: 'extent', head: say.extent, cell: ({ extent }) => say.extents[extent] },
      { id: 'by', head: say.by, cell: ({ requested_by }) => requested_by },
    ],
    [say, both],
  )
  return (
    <div className="stack">
      <PageHeader
        title={verifyPage.title[language]}
        actions={
          mayWrite && (
            <>
              <Button busy={write.isPending} onClick={() => run('full')}>
                {say.runFull}
              </Button>
              <Button look="primary" icon="play" busy={write.isPending} onClick={() => run('incremental')}>
                {say.run}
              </Button>
            </>
          )
        }
      />
      {going && (
        <Panel title={say.underway}>
          <progress
            aria-label={say.progress}
            value={going.checks_done}
            max={Math.max(going.checks_total, 1)}
          />{' '}
          {going.checks_done} / {going.checks_total}
        </Panel>
      )}
      {last && <LastRun key={last.identifier} id={last.identifier} />}
      <h2>{say.verifyHistory}</h2>
      <DataTable
        id="verify-runs"
        label={say.verifyHistory}
        columns={columns}
        list={list}
        rowKey={({ identifier }) => identifier}
        empty={
          <EmptyState icon="check" title={both.noneOfThese}>
            {say.verifyCalm}
          </EmptyState>
        }
      />
    </div>
  )
}

/** Which checks do not hold, and how many rows say so. */
function LastRun({ id }: { id: string }) {
  const { language } = useLanguage()
  const say = useWords(runningWords)
  const both = useWords(operatorWords)
  const { colon } = useWords(partWords)
  const read = useRead<RunInFull>(`/operator/verify_reports/${id}`)
  return (
    <Panel title={say.lastRun}>
      <Loaded of={read}>
        {({ checks }) => {
          const broken = checks.filter(({ ok }) => !ok)
          if (broken.length === 0) return <p>{say.nothingFails}</p>
          return (
            <div className="stack">
              <p>
                <strong>{both.next}</strong> {say.failsNext}
              </p>
              <ul className="stack">
                {broken.map(({ name, says, violations, error }) => (
                  <li key={name}>
                    <strong>{name}</strong>
                    {colon} {(language === 'fr' && frenchChecks[name]) || says}.{' '}
                    {error ?? `${say.violations}${colon} ${violations}`}
                  </li>
                ))}
              </ul>
            </div>
          )
        }}
      </Loaded>
    </Panel>
  )
}
