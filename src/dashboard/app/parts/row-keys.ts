import { type KeyboardEvent, type RefObject, useEffect } from 'react'
import { isTyping } from '../shell/typing.ts'

/** What Enter opens; the box that selects the row stands before it, and is for rows that open nothing. */
const target = (row: Element) =>
  ['td.first a', 'td a', 'input'].reduce<HTMLElement | null>(
    (found, what) => found ?? row.querySelector(what),
    null,
  )

/** `j` and `k` (and the arrows, once within) go to the next and previous row, `x` selects it. */
export function useRowKeys(body: RefObject<HTMLElement | null>, list: { hasMore: boolean; more(): void }) {
  const step = (by: 1 | -1) => {
    const rows = [...(body.current?.querySelectorAll('[data-row]') ?? [])]
    const at = rows.findIndex((row) => row.contains(document.activeElement))
    const next = rows[at < 0 ? 0 : at + by]
    if (next) target(next)?.focus()
    else if (by === 1 && list.hasMore) list.more()
  }
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return
      if (event.key === 'j' || event.key === 'k') {
        event.preventDefault()
        step(event.key === 'j' ? 1 : -1)
      }
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
  return (event: KeyboardEvent) => {
    const row = (event.target as Element).closest('[data-row]')
    if (!row) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      step(event.key === 'ArrowDown' ? 1 : -1)
    } else if (event.key === 'x' && !event.ctrlKey && !event.metaKey) {
      row.querySelector<HTMLElement>('.pick input')?.click()
    }
  }
}
