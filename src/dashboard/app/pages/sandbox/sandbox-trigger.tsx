import { useState } from 'react'
import { useRead, useWrite } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { Button } from '../../parts/button.tsx'
import { Panel } from '../../parts/description-list.tsx'
import { Select } from '../../parts/field.tsx'
import { JsonView } from '../../parts/json-view.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { Problem } from '../../parts/problem-text.tsx'
import { Loaded } from '../../parts/states.tsx'
import { useWords } from '../../words/words.ts'
import type { Event } from '../events/event.ts'
import { eventPage } from '../events/event-pages.ts'
import { sandboxWords } from './sandbox-words.ts'

type Triggers = { data: string[]; clock_moves: { type: string; step: string }[] }

/** Has an event happen and shows it. */
export function SandboxTrigger() {
  const say = useWords(sandboxWords)
  const mayWrite = useMay()('company:write')
  const types = useRead<Triggers>('/sandbox/trigger')
  const [type, setType] = useState<string>()
  const write = useWrite<Event>(['/'])
  return (
    <Loaded of={types}>
      {({ data, clock_moves }) => {
        const chosen = type ?? data[0] ?? ''
        const step = clock_moves.find((move) => move.type === chosen)?.step
        return (
          <Panel title={say.trigger}>
            <p className="soft">{say.triggerHint}</p>
            {step !== undefined && <p className="soft">{say.triggerMoves(step)}</p>}
            <div className="row end-aligned">
              <Select
                label={say.type}
                value={chosen}
                onChange={({ target }) => setType(target.value)}
                options={data.map((value) => ({ value, label: value }))}
              />
              {mayWrite && (
                <Button
                  look="primary"
                  icon="play"
                  busy={write.isPending}
                  onClick={() => write.mutate({ path: '/sandbox/trigger', body: { type: chosen } })}
                >
                  {say.happen}
                </Button>
              )}
            </div>
            <div role="status" className="stack">
              <Problem of={write.error} />
              {write.data && (
                <>
                  <p>
                    <PageLink to={eventPage} params={{ event: String(write.data.id) }}>
                      {say.happened(write.data.id)}
                    </PageLink>
                  </p>
                  <JsonView value={write.data} label={write.data.type} />
                </>
              )}
            </div>
          </Panel>
        )
      }}
    </Loaded>
  )
}
