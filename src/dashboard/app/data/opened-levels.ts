/**
 * Which levels of an explanation are open, in the address: so that a link leads to them, and Back to where
 * one was.
 */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'

/** What the address calls them: the paths of the API from the first level to the one that is shown. */
export const LEVELS = 'made'
/** More than any amount has. */
const LEVELS_MAX = 8
/** An address is anybody's writing: nothing else is asked for on its word. */
const explains = /^(?:\/[\w-]+)+\/explain(?:\?[^\s#]*)?$/

/** Those of the text of an address, if they begin with `first`, or one that it fits; else none. */
export function readLevels(said: unknown, first: string | RegExp): readonly string[] {
  const paths = typeof said === 'string' ? said.split(' ') : []
  const [begins = ''] = paths
  const isFirst = typeof first === 'string' ? begins === first : first.test(begins)
  const known = isFirst && paths.length <= LEVELS_MAX && paths.every((path) => explains.test(path))
  return known ? paths : []
}

/** The days that the first level is about, as a page's filters are called. */
function daysOf(first: string): { from?: string; to?: string } {
  const said = new URL(first, 'https://api.invalid').searchParams
  const [from, to] = [said.get('from'), said.get('to')]
  return from && to ? { from, to } : {}
}

/**
 * An address that has levels and no days, as that of home mostly is, is of the days of its levels: the last
 * thirty are others tomorrow. Looked at once, as the page is opened.
 */
export function useDaysOfLevels(): void {
  const said = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  const [first = ''] = typeof said[LEVELS] === 'string' ? said[LEVELS].split(' ') : []
  const days = said.from || said.to || !explains.test(first) ? {} : daysOf(first)
  const asked = useRef(days)
  useEffect(() => {
    if (!asked.current.from) return
    const search = (before: Record<string, unknown>) => ({ ...before, ...asked.current })
    void navigate({ to: '.', search, replace: true } as never)
  }, [navigate])
}

/** Those that are open below `first`, itself included, and how to open others; with none it is closed. */
export function useOpenedLevels(first: string | RegExp) {
  const { [LEVELS]: said } = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  const open = (paths: readonly string[]) =>
    void navigate({
      to: '.',
      search: (before: Record<string, unknown>) => ({
        ...before,
        [LEVELS]: paths.join(' ') || undefined,
      }),
      resetScroll: false,
    } as never)
  return { paths: readLevels(said, first), open }
}
