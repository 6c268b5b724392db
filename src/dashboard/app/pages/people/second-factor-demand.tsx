import { useState } from 'react'
import { useRead, useWrite } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Panel } from '../../parts/description-list.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Loaded } from '../../parts/states.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useWords } from '../../words/words.ts'
import { secondFactorWords } from './second-factor-words.ts'

type Company = { second_factor_required: boolean }

/** Whether the company demands a second factor of its members, and the question before that is changed. */
export function SecondFactorDemand({ mayWrite }: { mayWrite: boolean }) {
  const say = useWords(secondFactorWords)
  const toast = useToast()
  const company = useRead<Company>('/company')
  // What is asked for stays what it is while the answer comes in and the company is another.
  const [wanted, setWanted] = useState<boolean>()
  const write = useWrite(['/company', '/team'])
  const close = () => {
    setWanted(undefined)
    write.reset()
  }
  return (
    <Panel title={say.demand}>
      <Loaded of={company}>
        {({ second_factor_required: on }) => (
          <>
            <p>{on ? say.demanded : say.notDemanded}</p>
            {mayWrite && (
              <div className="row">
                <Button onClick={() => setWanted(!on)}>{on ? say.stop : say.demandDo}</Button>
              </div>
            )}
            {wanted !== undefined && (
              <ConfirmDialog
                open
                onClose={close}
                title={wanted ? say.demandTitle : say.stopTitle}
                description={wanted ? say.demandWhat : say.stopWhat}
                confirm={wanted ? say.demandDo : say.stop}
                look={wanted ? 'primary' : 'bad'}
                busy={write.isPending}
                error={write.error}
                onConfirm={() =>
                  write.mutate(
                    { path: '/team/second_factor', method: 'PUT', body: { required: wanted } },
                    {
                      onSuccess: () => {
                        close()
                        toast({ title: wanted ? say.demandedNow : say.stopped })
                      },
                    },
                  )
                }
              />
            )}
          </>
        )}
      </Loaded>
    </Panel>
  )
}
