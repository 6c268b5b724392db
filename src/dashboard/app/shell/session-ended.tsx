import { useEffect, useState } from 'react'
import { leaveToSignIn, onEndedWhileTyped } from '../data/signed-out.ts'
import { ConfirmDialog } from '../parts/dialog.tsx'
import { shellWords } from '../words/shell-words.ts'
import { useWords } from '../words/words.ts'

/** Over what is being typed: the session is over, and how what was typed is kept. */
export function SessionEnded() {
  const say = useWords(shellWords)
  const [open, setOpen] = useState(false)
  useEffect(() => onEndedWhileTyped(() => setOpen(true)), [])
  return (
    <ConfirmDialog
      open={open}
      onClose={() => setOpen(false)}
      title={say.ended}
      description={say.endedSays}
      confirm={say.endedLeave}
      look="bad"
      onConfirm={() => leaveToSignIn(true)}
    >
      <p>
        <a className="link" href="/dashboard/sign-in" target="_blank" rel="noopener">
          {say.endedBeside}
        </a>
      </p>
    </ConfirmDialog>
  )
}
