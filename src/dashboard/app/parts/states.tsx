/** What a page shows when it has nothing to show: nothing there, something wrong, not there yet. */
import type { ReactNode } from 'react'
import { AskError, UNREACHED } from '../data/problem.ts'
import { partWords } from '../words/part-words.ts'
import { useWords } from '../words/words.ts'
import { Button } from './button.tsx'
import { CopyButton } from './copy-button.tsx'
import { Icon, type IconName } from './icon.tsx'
import { useProblemText } from './problem-text.tsx'

/** `title` says that there is nothing, `children` why and what to do about it. */
export function EmptyState({
  icon = 'search',
  title,
  children,
  action,
}: {
  icon?: IconName
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="state">
      <span className="seal">
        <Icon name={icon} size={22} />
      </span>
      <p className="state-title">{title}</p>
      {children && <div className="soft">{children}</div>}
      {action}
    </div>
  )
}

/**
 * What the API said, with its request id, and another try. What is not there is not asked for again: the
 * API's words of it are a program's.
 */
export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const say = useWords(partWords)
  const text = useProblemText('read')
  const problem = error instanceof AskError ? error.problem : undefined
  if (problem?.status === 404)
    return (
      <div role="alert">
        <EmptyState title={say.notHere}>{say.notHereSays}</EmptyState>
      </div>
    )
  // Of a list: its filters say below them what is wrong, and no other try mends that.
  if (error instanceof AskError && error.problem.code === 'validation_failed')
    return (
      <div role="alert">
        <EmptyState title={say.wrongFilter}>
          {error.untold().length > 0 ? text(error) : say.wrongFilterSays}
        </EmptyState>
      </div>
    )
  return (
    <div className="state bad" role="alert">
      <span className="seal">
        <Icon name="flag" size={22} />
      </span>
      <p className="state-title">{say.wentWrong}</p>
      <p>{problem?.code === UNREACHED ? say.unreached : text(error)}</p>
      {problem?.request_id && (
        <p className="soft row">
          {say.requestId} <code>{problem.request_id}</code> <CopyButton text={problem.request_id} />
        </p>
      )}
      {retry && (
        <Button icon="undo" onClick={retry}>
          {say.retry}
        </Button>
      )}
    </div>
  )
}

/** Grey lines where text will be. */
export function Skeleton({ lines = 5 }: { lines?: number }) {
  const say = useWords(partWords)
  return (
    <div className="skeleton" role="status">
      <span className="unseen">{say.loadingMore}</span>
      {Array.from({ length: lines }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same, and stay
        <span key={at} className="bone" aria-hidden="true" />
      ))}
    </div>
  )
}

type Read<T> = { data: T | undefined; error: AskError | null; isPending: boolean; refetch: () => unknown }

/** The answer of `useRead`, or why there is none yet. */
export function Loaded<T>({ of, children }: { of: Read<T>; children: (data: T) => ReactNode }) {
  if (of.data !== undefined) return children(of.data)
  if (of.error) return <ErrorState error={of.error} retry={() => void of.refetch()} />
  return <Skeleton />
}
