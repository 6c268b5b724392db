import { type FormEvent, useState } from 'react'
import { useRead, useWrite } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { Button } from '../../parts/button.tsx'
import { Panel } from '../../parts/description-list.tsx'
import { Input } from '../../parts/field.tsx'
import { Problem } from '../../parts/problem-text.tsx'
import { Loaded } from '../../parts/states.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useWords } from '../../words/words.ts'
import { sandboxWords } from './sandbox-words.ts'

type Faults = Record<
  'answer_delay_ms' | 'stop_answering' | 'refuse_sign_on' | 'reorder_answers' | 'duplicate_answers',
  number
>

/** Counts go down while they are used up. */
const LOOK_MS = 5_000

/** What the card network does wrong for everybody. */
export function SandboxFaults() {
  const faults = useRead<Faults>('/sandbox/faults', {}, { refetchInterval: LOOK_MS })
  return <Loaded of={faults}>{(faults) => <FaultForm faults={faults} />}</Loaded>
}

function FaultForm({ faults }: { faults: Faults }) {
  const say = useWords(sandboxWords)
  const toast = useToast()
  const mayWrite = useMay()('company:write')
  const [typed, setTyped] = useState<Partial<Record<string, string>>>({})
  const write = useWrite<Faults>(['/sandbox/faults'])
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (write.isPending) return
    const body = Object.fromEntries(Object.entries(typed).map(([name, text]) => [name, Number(text)]))
    write.mutate(
      { path: '/sandbox/faults', body },
      {
        onSuccess: () => {
          setTyped({})
          toast({ title: say.wasSet })
        },
      },
    )
  }
  return (
    <Panel title={say.faults}>
      <p className="soft">{say.faultsHint}</p>
      <form className="stack" onSubmit={save} noValidate>
        <fieldset className="bare stack" disabled={!mayWrite}>
          <div className="fields">
            {(Object.keys(faults) as (keyof Faults)[]).map((name) => (
              <Input
                key={name}
                label={say.fields[name]}
                inputMode="numeric"
                value={typed[name] ?? String(faults[name])}
                onChange={({ target }) => setTyped((before) => ({ ...before, [name]: target.value }))}
                error={write.error?.of(name)}
              />
            ))}
          </div>
          <Problem of={write.error} />
          {mayWrite && (
            <div className="row">
              <Button type="submit" look="primary" busy={write.isPending}>
                {say.set}
              </Button>
              <Button
                look="bad"
                onClick={() =>
                  write.mutate(
                    { path: '/sandbox/faults', body: { drop_link: true } },
                    { onSuccess: () => toast({ title: say.dropped }) },
                  )
                }
              >
                {say.dropLink}
              </Button>
            </div>
          )}
        </fieldset>
      </form>
    </Panel>
  )
}
