/** How pages read and write: React Query over `ask`, for the company of the address. */
import {
  type InfiniteData,
  keepPreviousData,
  MutationCache,
  QueryCache,
  QueryClient,
  useInfiniteQuery,
  useIsMutating,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { useProblemText } from '../parts/problem-text.tsx'
import { useToast } from '../parts/toasts.tsx'
import { partWords } from '../words/part-words.ts'
import { useWords } from '../words/words.ts'
import { type Asked, ask, askText, type Query } from './ask.ts'
import { PAGE_ROWS } from './first.ts'
import { AskError, codeOf } from './problem.ts'
import { proveAgain } from './reauthentication.ts'
import { useCompanyId } from './session.tsx'
import { leaveIfSignedOut } from './signed-out.ts'
import { isDecided, isUnknown, writeKeys } from './write-keys.ts'

/** A page that is opened again shows what it had, and asks anew what is older than this. */
const STALE_MS = 10_000
/** Tries of a read beside the first; a refusal (4xx) is not asked again. */
const RETRIES = 2

const mayHelp = (error: unknown) =>
  !(error instanceof AskError) || error.problem.status === 0 || error.problem.status >= 500

/**
 * The company that is shown is none of theirs any more: they were removed, or another has signed in beside.
 */
const isNobodysCompany = (error: unknown) =>
  codeOf(error) === 'not_found' &&
  error instanceof AskError &&
  error.problem.detail.startsWith('The header Jetpay-Company names no company')

/**
 * What every refusal may say of who is here: that they are signed out, have to show a second factor now, that
 * their company was stopped, or is not theirs any more.
 */
function onRefused(error: unknown): void {
  leaveIfSignedOut(error)
  const code = codeOf(error)
  if (code === 'second_factor_missing' || code === 'company_suspended' || isNobodysCompany(error))
    void queryClient.invalidateQueries({ queryKey: ['session'] })
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: onRefused }),
  mutationCache: new MutationCache({ onError: onRefused }),
  defaultOptions: {
    queries: {
      staleTime: STALE_MS,
      retry: (tries, error) => tries < RETRIES && mayHelp(error),
      throwOnError: false,
      networkMode: 'always',
    },
    // Nothing waits for the line to come back: it would be done then, by whoever gave it up long before.
    mutations: { networkMode: 'always' },
  },
})

const isRefused = (error: AskError | null) => error !== null && [403, 404, 410].includes(error.problem.status)

export type ReadOptions = {
  enabled?: boolean
  refetchInterval?: number
  /** Of another company than the one that is shown: the operator's pages are of none. */
  company?: string | undefined
  /** Another query's answer stands until this one's is there. */
  placeholderData?: typeof keepPreviousData
}

/** What is asked for an object, as `useRead` does. */
export const question = <T>(company: string | null, path: string, query: Query) => ({
  queryKey: [company, path, query],
  queryFn: ({ signal }: { signal: AbortSignal }) => ask<T>(path, { company, query, signal }),
})

/**
 * One object: `useRead<Contact>('/contact/' + id)`. `data`, `error` (an AskError), `isPending`, `refetch`.
 * Its key begins with the company and the path, which is how events find what they concern (`concerned.ts`).
 */
export function useRead<T>(path: string, query: Query = {}, { company: of, ...options }: ReadOptions = {}) {
  const shown = useCompanyId()
  const answer = useQuery<T, AskError>({
    ...question<T>(of ?? shown, path, query),
    ...options,
  })
  // What is gone, or no longer theirs to see, is not shown as it was before, with what could be done with it.
  // But who deletes it is told so, and taken elsewhere, by the page that this empties.
  const isWriting = useIsMutating() > 0
  return isRefused(answer.error) && !isWriting ? ({ ...answer, data: undefined } as typeof answer) : answer
}

/** What is asked for an answer's own text, as `useText` does. */
export const textQuestion = (company: string | null, path: string) => ({
  queryKey: [company, path, {}, 'text'],
  queryFn: ({ signal }: { signal: AbortSignal }) => askText(path, { company, signal }),
})

/** An answer as a program gets it, for whoever looks at the JSON itself. */
export const useText = (path: string) => useQuery<string, AskError>(textQuestion(useCompanyId(), path))

type ListPage<T> = { data: T[]; next_cursor: string | null }

/** What is asked for a list, page by page; without `rows` as many as the API has on one. */
export const listQuestion = <Answer extends { next_cursor: string | null }>(
  company: string | null,
  path: string,
  query: Query,
  rows: number | null,
) => ({
  queryKey: [company, path, query],
  queryFn: ({ pageParam: cursor, signal }: { pageParam: string | undefined; signal: AbortSignal }) =>
    ask<Answer>(path, { company, query: { ...(rows && { limit: rows }), ...query, cursor }, signal }),
  initialPageParam: undefined,
  getNextPageParam: ({ next_cursor }: Answer) => next_cursor ?? undefined,
})

/**
 * A list that is paged by cursor: all `rows` so far, `more()` asks for the next page while `hasMore`. Rows
 * stay while another filter is asked for.
 */
export function useList<T>(path: string, query: Query = {}, options: Omit<ReadOptions, 'company'> = {}) {
  const company = useCompanyId()
  const answer = useInfiniteQuery<
    ListPage<T>,
    AskError,
    InfiniteData<ListPage<T>>,
    unknown[],
    string | undefined
  >({
    ...listQuestion<ListPage<T>>(company, path, query, PAGE_ROWS),
    placeholderData: keepPreviousData,
    ...options,
  })
  const { data } = answer
  const rows = useMemo(() => data?.pages.flatMap((page) => page.data) ?? [], [data])
  return {
    rows,
    error: answer.error,
    isPending: answer.isPending,
    isStale: answer.isPlaceholderData,
    hasMore: answer.hasNextPage,
    isLoadingMore: answer.isFetchingNextPage,
    more: () => void answer.fetchNextPage(),
    refetch: () => void answer.refetch(),
  }
}
export type List<T> = ReturnType<typeof useList<T>>

/** A warning is not read sooner. */
const READ_MS = 1_500

const amountIn = (body: unknown): string | undefined =>
  typeof body === 'object' && body !== null && 'amount' in body ? String(body.amount) : undefined

export type Written = Pick<Asked, 'method' | 'query' | 'body'> & { path: string }

/**
 * A write. Its idempotency key is kept until it is answered, over every try and every dialog (the answer was
 * lost, the user proves who they are), so it happens once; where the answer is that of an earlier try, the
 * user is told. After it, what begins with the paths of `concerns` is asked anew. Whoever leaves its question
 * or page before it is answered has called nothing back: what became of it is told wherever they are then.
 * Pressed twice before it is answered it is asked for once.
 */
export function useWrite<T = unknown>(concerns: readonly string[] = []) {
  const company = useCompanyId()
  const client = useQueryClient()
  const toast = useToast()
  const say = useWords(partWords)
  const problemText = useProblemText()
  const isLeft = useRef(false)
  /** At the answer: what the user is told then, the question does not tell too. */
  const wasLeft = useRef(false)
  const running = useRef<string | undefined>(undefined)
  const warned = useRef({ of: '', at: 0 })
  /** Asked once more after the warning was there to be read, and not by a second press of the same. */
  const isMeant = (what: string) => {
    const { of, at } = warned.current
    if (of !== what) warned.current = { of: what, at: Date.now() }
    return of === what && Date.now() - at > READ_MS
  }
  useEffect(() => {
    isLeft.current = false
    return () => {
      isLeft.current = true
    }
  }, [])
  const mutation = useMutation<T, AskError, Written>({
    mutationFn: async ({ path, method = 'POST', ...asked }) => {
      isLeft.current = false
      const sought = {
        path,
        what: JSON.stringify([company, method, path, asked]),
        amount: amountIn(asked.body),
      }
      const before = writeKeys.unknownBeside(sought)
      if (before !== undefined && !isMeant(sought.what))
        throw new AskError({
          code: 'earlier_unknown',
          status: 409,
          title: '',
          detail: say.earlierUnknown(before, sought.amount ?? ''),
        })
      const { key, isKept } = writeKeys.keyOf(sought)
      let isReplay = false
      const onAnswer = ({ headers }: Response) => {
        isReplay = headers.get('idempotent-replayed') === 'true'
      }
      try {
        const answer = await proveAgain(() => ask<T>(path, { method, ...asked, company, key, onAnswer }))
        writeKeys.answered(sought)
        if (isKept && isReplay) toast({ title: say.doneBefore })
        return answer
      } catch (error) {
        if (isDecided(error)) writeKeys.answered(sought)
        else if (isUnknown(error)) writeKeys.unanswered(sought)
        throw error
      }
    },
    onSuccess: () => {
      wasLeft.current = isLeft.current
      if (isLeft.current) toast({ title: say.doneSince })
    },
    onError: (error) => {
      if (isLeft.current) toast({ title: problemText(error), tone: 'bad' })
    },
    onSettled: async (_, error) => {
      const asked = client.invalidateQueries({
        predicate: ({ queryKey: [of, path] }) =>
          of === company && concerns.some((concerned) => String(path).startsWith(concerned)),
      })
      // Without a line nothing is answered: that it is so is said at once. With one, what became of it first.
      if (!isUnknown(error) || navigator.onLine) await asked
      running.current = undefined
    },
  })
  const begin = mutation.mutateAsync
  // A second press comes before the first is drawn: what is drawn cannot hold it back. It has no answer.
  const mutateAsync = useCallback<typeof begin>(
    (written, options) => {
      const what = JSON.stringify(written)
      if (running.current === what) return new Promise<T>(() => undefined)
      running.current = what
      return begin(written, options)
    },
    [begin],
  )
  const mutate = useCallback<typeof mutation.mutate>(
    (written, options) => void mutateAsync(written, options).catch(() => undefined),
    [mutateAsync],
  )
  const reset = () => {
    isLeft.current = mutation.isPending
    running.current = undefined
    mutation.reset()
  }
  return { ...mutation, mutate, mutateAsync, reset, wasLeft: () => wasLeft.current }
}
