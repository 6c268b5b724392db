import { useState } from 'react'
import { useRead, useWrite } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { less } from '../../data/sum.ts'
import { Button } from '../../parts/button.tsx'
import { ConfirmDialog, Dialog } from '../../parts/dialog.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { Problem } from '../../parts/problem-text.tsx'
import { Sums } from '../../parts/sums.tsx'
import { forPeople } from '../../words/for-people.ts'
import { useLanguage } from '../../words/language.tsx'
import { problemInFrench } from '../../words/problem-words.ts'
import { counted, useWords } from '../../words/words.ts'
import { bulkWords } from './bulk-words.ts'
import type { Bulk, BulkItem, Transaction } from './transaction.ts'
import { transactionPage } from './transaction-pages.ts'
import { transactionWords } from './transaction-words.ts'

type Action = 'refund' | 'cancel' | 'send_link'
/** As far as a row says it: a dispute, or money that was taken back, only the server knows of. */
const mayBeRefunded = ({ kind, state, amount, amount_refunded }: Transaction) =>
  kind === 'debit' && (state === 'paid' || state === 'completed') && amount !== amount_refunded
const leftOf = ({ amount, amount_refunded, currency }: Transaction) => ({
  currency,
  amount: less(amount, amount_refunded),
})
/** How often an action is asked how far it is. */
const ASK_MS = 700

/** One action for all that are selected: asked once, done by the worker, each told for itself. */
export function BulkBar({ rows, clear }: { rows: readonly Transaction[]; clear: () => void }) {
  const say = useWords(transactionWords)
  const bulk = useWords(bulkWords)
  const { language } = useLanguage()
  const may = useMay()
  const [asked, setAsked] = useState<Action>()
  const [running, setRunning] = useState<{ id: string; title: string }>()
  const begin = useWrite<Bulk>(['/transaction'])
  if (!may(['debits:write', 'credits:write'])) return null
  const names: Record<Action, string> = {
    refund: say.refundMany(rows.length),
    cancel: say.cancelMany(rows.length),
    send_link: say.sendMany(rows.length),
  }
  const possible = rows.filter(mayBeRefunded)
  const confirm = (action: Action) =>
    begin.mutate(
      { path: '/bulk', body: { action, transaction_ids: rows.map(({ identifier }) => identifier) } },
      {
        onSuccess: ({ bulk_id }) => {
          setAsked(undefined)
          // Its rows may be others, or fewer, by the time that it is over.
          setRunning({ id: bulk_id, title: names[action] })
        },
      },
    )
  return (
    <>
      {(Object.keys(names) as Action[]).map((action) => (
        <Button key={action} look={action === 'refund' ? 'bad' : 'normal'} onClick={() => setAsked(action)}>
          {names[action]}
        </Button>
      ))}
      {asked && (
        <ConfirmDialog
          open
          onClose={() => {
            setAsked(undefined)
            begin.reset()
          }}
          title={names[asked]}
          description={bulk[asked]}
          facts={[
            [bulk.chosen, counted(language, rows.length)],
            ...(asked === 'refund'
              ? [
                  [bulk.refundable, counted(language, possible.length)] as const,
                  [
                    bulk.atMost,
                    possible.length > 0 ? <Sums key="sum" rows={possible.map(leftOf)} /> : bulk.nothing,
                  ] as const,
                ]
              : []),
          ]}
          confirm={names[asked]}
          look={asked === 'send_link' ? 'primary' : 'bad'}
          busy={begin.isPending}
          error={begin.error}
          onConfirm={() => confirm(asked)}
        />
      )}
      {running && (
        <BulkProgress
          id={running.id}
          title={running.title}
          onClose={() => {
            setRunning(undefined)
            clear()
          }}
        />
      )}
    </>
  )
}

function BulkProgress({ id, title, onClose }: { id: string; title: string; onClose: () => void }) {
  const say = useWords(transactionWords)
  const bulk = useWords(bulkWords)
  const french = useLanguage().language === 'fr'
  const [over, setOver] = useState(false)
  const { data } = useRead<Bulk>(`/bulk/${id}`, {}, over ? {} : { refetchInterval: ASK_MS })
  if (data?.state === 'finished' && !over) setOver(true)
  const failed = useRead<{ data: BulkItem[] }>(
    `/bulk/${id}/items`,
    { state: 'failed', limit: 20 },
    { enabled: over },
  )
  const stop = useWrite<Bulk>(['/bulk', '/transaction'])
  const count = data ? data.done + data.failed + data.stopped : 0
  return (
    <Dialog open onClose={onClose} title={title} pressBeside={over ? 'closes' : 'never'}>
      <div className="stack">
        <p role="status">
          {data && (over ? bulk.finished(data.done, data.failed) : bulk.progress(count, data.items))}
          {over && data && data.stopped > 0 && ` ${bulk.stopped(data.stopped)}`}
        </p>
        {/* Of none there is nothing to come either: then the bar is full too. */}
        <progress value={over ? 1 : count} max={over ? 1 : (data?.items ?? 1)} aria-label={title} />
        {over && data && data.failed > 0 && (
          <>
            <p>{bulk.failed}</p>
            <ul>
              {(failed.data?.data ?? []).map(({ number, transaction_id, code, detail }) => (
                <li key={number}>
                  <PageLink to={transactionPage} params={{ transaction: transaction_id }}>
                    {transaction_id.slice(-12)}
                  </PageLink>{' '}
                  {(french && code !== null && problemInFrench({ code, detail: detail ?? '' })) ||
                    forPeople(detail ?? '')}
                </li>
              ))}
            </ul>
          </>
        )}
        <Problem of={over ? null : stop.error} />
        <footer className="row end">
          {over ? (
            <Button look="primary" onClick={onClose}>
              {say.close}
            </Button>
          ) : (
            <Button busy={stop.isPending} onClick={() => stop.mutate({ path: `/bulk/${id}/stop` })}>
              {say.stop}
            </Button>
          )}
        </footer>
      </div>
    </Dialog>
  )
}
