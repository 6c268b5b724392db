import { feminineWords, stateWords } from '../words/state-words.ts'
import { useWords } from '../words/words.ts'

/** Each has a shape of its own, so that it is told without its colour. */
export type Tone = 'good' | 'bad' | 'warn' | 'calm' | 'going'

const shapes: Record<Tone, string> = {
  good: 'M3 8.500l3.2 3L13 5',
  bad: 'M4 4l8 8M12 4l-8 8',
  warn: 'M8 3v6M8 12.500v.01',
  calm: 'M4 8h8',
  going: 'M8 3.500V8l3 2',
}

/** What a state means to whoever answers for the money. What is not here is calm. */
const tones: Record<string, Tone> = {
  active: 'good',
  paid: 'good',
  completed: 'good',
  settled: 'good',
  succeeded: 'good',
  captured: 'good',
  won: 'good',
  delivered: 'good',
  enabled: 'good',
  processing: 'going',
  pending: 'going',
  open: 'going',
  authorized: 'going',
  submitted: 'going',
  scheduled: 'going',
  unknown: 'warn',
  needs_response: 'warn',
  under_review: 'warn',
  paused: 'warn',
  suspended: 'warn',
  failed: 'bad',
  declined: 'bad',
  disputed: 'bad',
  lost: 'bad',
  returned: 'bad',
  disabled: 'bad',
}

/**
 * `tone` says otherwise where the same word means something else; `of` whose state it is, where French says
 * it in the feminine.
 */
export function StateBadge({
  state,
  tone = tones[state] ?? 'calm',
  of,
}: {
  state: string
  tone?: Tone
  of?: 'company' | 'card'
}) {
  const say: Record<string, string> = useWords(stateWords)
  const feminine: Record<string, string> = useWords(feminineWords)
  return <Badge tone={tone}>{(of && feminine[state]) ?? say[state] ?? state.replaceAll('_', ' ')}</Badge>
}

export function Badge({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={`badge ${tone}`}>
      <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true" focusable="false">
        <path
          d={shapes[tone]}
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      {children}
    </span>
  )
}
