/** What an amount is made of, as a table: on a page, or in the drawer that any amount opens. */

import { type ReactNode, useEffect } from 'react'
import type { Explanation, Part, Source } from '../data/explanation.ts'
import { useExplanation } from '../data/explanation.ts'
import { page } from '../page.ts'
import { dateFormat } from '../words/formats.ts'
import { locales, useLanguage } from '../words/language.tsx'
import { partWords } from '../words/part-words.ts'
import { useWords } from '../words/words.ts'
import { Button } from './button.tsx'
import { Day } from './day.tsx'
import { explainWords } from './explain-words.ts'
import { FileLink } from './file-link.tsx'
import { Icon } from './icon.tsx'
import { Moment } from './moment.tsx'
import { Money } from './money.tsx'
import { PageLink } from './page-link.tsx'
import { ErrorState, Skeleton } from './states.tsx'

/** Where a transaction has its page. */
const transactionPage = page({
  path: 'transactions/$transaction',
  title: { en: 'Transaction', fr: 'Transaction' },
})

/** The name of a part by what its level is made of. */
function usePartName() {
  const say = useWords(explainWords)
  const { language } = useLanguage()
  return ({ key, subject }: Part, { level, time_zone }: Explanation): string => {
    if (level === 'days') {
      const day = dateFormat(locales[language], { dateStyle: 'full', timeZone: 'UTC' }).format(
        new Date(`${key}T00:00:00Z`),
      )
      // The ledger's days begin at another hour than the times of its entries, which are the company's.
      return time_zone === 'UTC' ? say.utcDay(day) : day
    }
    if (level === 'entries' || level === 'items') {
      const kind = say.names[subject?.kind ?? ''] ?? key
      return subject?.statement ? `${kind} · ${subject.statement}` : kind
    }
    const [, carried] = /^carried_over\.(.+)$/.exec(key) ?? []
    return carried ? say.carried(say.names[carried] ?? carried) : (say.names[key] ?? key)
  }
}

/**
 * Pages of a level that are looked through for a part: each is a question, and an address may name anything.
 */
const PAGES_MAX = 100

/**
 * The part at `path` of the level `of`; null where it was not found there, undefined as long as it is not
 * known. An address may name one on a later page.
 */
function usePart(path: string, of: string): { part: Part; level: Explanation } | null | undefined {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useExplanation(of)
  const pages = data?.pages ?? []
  const level = pages.find((page) => page.data.some(({ explain }) => explain === path))
  const looksOn = !level && hasNextPage && !isFetchingNextPage && pages.length < PAGES_MAX
  useEffect(() => {
    if (looksOn) void fetchNextPage()
  }, [looksOn, fetchNextPage])
  if (level) return { part: level.data.find(({ explain }) => explain === path)!, level }
  return data && !looksOn && !isFetchingNextPage ? null : undefined
}

/** What the part at `path` is called by the level `of` which it is. */
export function PartName({ path, of }: { path: string; of: string }) {
  const say = useWords(explainWords)
  const nameOf = usePartName()
  const found = usePart(path, of)
  return found ? nameOf(found.part, found.level) : say.part
}

/**
 * `children`, if each of these levels is a part of the one before: what else an address says is not shown as
 * what an amount is made of.
 */
export function PartsOfEachOther({ levels, children }: { levels: readonly string[]; children: ReactNode }) {
  const [of, path, ...rest] = levels
  if (of === undefined || path === undefined) return children
  return (
    <IfPart path={path} of={of}>
      <PartsOfEachOther levels={[path, ...rest]}>{children}</PartsOfEachOther>
    </IfPart>
  )
}

function IfPart({ path, of, children }: { path: string; of: string; children: ReactNode }) {
  const say = useWords(explainWords)
  const found = usePart(path, of)
  const { error, refetch } = useExplanation(of)
  if (found) return children
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  return found === null ? <p className="alert">{say.notOfIt}</p> : <Skeleton />
}

/** One level of it. `onOpen` is told the path of the part that is opened; without it nothing opens. */
export function ExplanationTable({ path, onOpen }: { path: string; onOpen?: (path: string) => void }) {
  const say = useWords(explainWords)
  const partSay = useWords(partWords)
  const nameOf = usePartName()
  const answer = useExplanation(path)
  const last = answer.data?.pages.at(-1)
  if (!last)
    return answer.error ? (
      <ErrorState error={answer.error} retry={() => void answer.refetch()} />
    ) : (
      <Skeleton />
    )
  const parts = answer.data!.pages.flatMap(({ data }) => data)
  return (
    <div className="stack">
      <table className="explained">
        <caption className="unseen">{say.made}</caption>
        <thead>
          <tr>
            <th scope="col">{say.part}</th>
            <th scope="col" className="end">
              {say.many}
            </th>
            <th scope="col" className="end">
              {say.amount}
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <PartRow key={part.key} part={part} of={last} name={nameOf(part, last)} onOpen={onOpen} />
          ))}
          {parts.length === 0 && (
            <tr>
              <td colSpan={3}>{say.nothing}</td>
            </tr>
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              {last.adds_up === null ? say.soFar : say.sum}
            </th>
            <td className="end">
              <Money amount={last.sum} currency={last.currency} />
            </td>
          </tr>
        </tfoot>
      </table>
      {answer.hasNextPage ? (
        <Button busy={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
          {partSay.more}
        </Button>
      ) : (
        <p className={`row ${last.adds_up ? 'soft' : 'alert'}`} role="status">
          <Icon name={last.adds_up ? 'check' : 'flag'} /> {last.adds_up ? say.addsUp : say.differs}
        </p>
      )}
    </div>
  )
}

function PartRow({
  part,
  of,
  name,
  onOpen,
}: {
  part: Part
  of: Explanation
  name: string
  onOpen: ((path: string) => void) | undefined
}) {
  const say = useWords(explainWords)
  const { explain, subject, at, sources } = part
  return (
    <tr>
      <td>
        {explain && onOpen ? (
          <button type="button" className="link" onClick={() => onOpen(explain)}>
            {name}
          </button>
        ) : (
          name
        )}
        {at && (
          <span className="soft">
            {' '}
            <Moment at={at} />
          </span>
        )}
        {of.level === 'records' && subject?.transaction_id === subject?.identifier && subject && (
          <div>
            <PageLink to={transactionPage} params={{ transaction: subject.identifier }}>
              {say.transaction}
            </PageLink>
          </div>
        )}
        {sources.length > 0 && (
          <ul className="soft">
            {sources.map((source) => (
              <SourceLine key={`${source.kind} ${source.file} ${source.line}`} {...source} />
            ))}
          </ul>
        )}
      </td>
      <td className="end number">{part.count}</td>
      <td className="end">
        <Money amount={part.amount} currency={of.currency} />
      </td>
    </tr>
  )
}

function SourceLine({ kind, of, file, bank_file_id, line, on, reference }: Source) {
  const say = useWords(explainWords)
  const place = kind === 'bank_file' ? { bankFileId: bank_file_id } : { network: of, number: file }
  return (
    <li>
      {say[kind]}:{' '}
      <FileLink {...place} line={line}>
        {say.inFile(of, file, line)}
      </FileLink>{' '}
      (<Day on={on} />
      ), <code>{reference}</code>
    </li>
  )
}
