import { useEffect, useRef, useState } from 'react'
import { useLive } from '../data/live.tsx'
import { shellWords } from '../words/shell-words.ts'
import { useWords } from '../words/words.ts'

/** How long it says that what was missed is there. */
const CAUGHT_UP_MS = 6_000

/**
 * Whether the page follows what happens. `lost` is there only when it is lost and when it is back, and is
 * said aloud; `quiet` always is, where nobody has to look.
 */
export function LiveSign({ look }: { look: 'lost' | 'quiet' }) {
  const say = useWords(shellWords)
  const live = useLive()
  const before = useRef(live)
  const [caughtUp, setCaughtUp] = useState(false)
  useEffect(() => {
    const was = before.current
    before.current = live
    if (was !== 'reconnecting' || live !== 'live') return
    setCaughtUp(true)
    const timer = setTimeout(setCaughtUp, CAUGHT_UP_MS, false)
    return () => clearTimeout(timer)
  }, [live])
  const state = live === 'live' && caughtUp ? 'caughtUp' : live
  if (look === 'lost' && (state === 'live' || state === 'connecting')) return null
  return (
    <p className="live" data-state={state}>
      <span className="live-dot" aria-hidden="true" />
      <span role={look === 'lost' ? 'status' : undefined}>{say.live[state]}</span>
    </p>
  )
}
