import { useBlocker } from '@tanstack/react-router'
import { useEffect } from 'react'
import { forgetTyped, noteTyped } from '../data/typed.ts'
import { partWords } from '../words/part-words.ts'
import { useWords } from '../words/words.ts'
import { ConfirmDialog } from './dialog.tsx'

/** Asks before a page is left, also by closing it, on which something is typed and not saved (`when`). */
export function LeaveQuestion({ when }: { when: boolean }) {
  const say = useWords(partWords)
  useEffect(() => {
    if (!when) return
    const here = {}
    noteTyped(here)
    return () => forgetTyped(here)
  }, [when])
  const { status, proceed, reset } = useBlocker({
    // Opening an amount is another address of the same page: nothing is left.
    shouldBlockFn: ({ current, next }) => when && current.pathname !== next.pathname,
    enableBeforeUnload: () => when,
    withResolver: true,
  })
  return (
    <ConfirmDialog
      open={status === 'blocked'}
      onClose={() => reset?.()}
      title={say.leaveTitle}
      description={say.leaveWhat}
      confirm={say.leave}
      look="bad"
      onConfirm={() => proceed?.()}
    />
  )
}
