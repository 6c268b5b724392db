import { useState } from 'react'
import { useOnPlatformClock } from '../../data/here.tsx'
import { makePasskey } from '../../data/passkeys.ts'
import { useRead, useWrite } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Panel } from '../../parts/description-list.tsx'
import { Input } from '../../parts/field.tsx'
import { Moment } from '../../parts/moment.tsx'
import { Question } from '../../parts/question.tsx'
import { Loaded } from '../../parts/states.tsx'
import { useWords } from '../../words/words.ts'
import { useAct } from './act.ts'
import { Form } from './alone.tsx'
import { peopleWords } from './people-words.ts'
import { questionWords } from './question-words.ts'

type Passkey = { identifier: string; name: string; created_at: string; last_used_at: string | null }

/** The passkeys of whoever is signed in. */
export function Passkeys() {
  const say = useWords(peopleWords)
  const onClock = useOnPlatformClock()
  const passkeys = useRead<{ data: Passkey[] }>('/session/passkeys')
  const write = useWrite(['/session'])
  const ask = useWords(questionWords)
  const [name, setName] = useState('')
  const act = useAct()
  const add = () =>
    act.run(async () => {
      const made = await makePasskey()
      await write.mutateAsync({ path: '/session/passkeys', body: { ...made, name } })
      setName('')
    })
  return (
    <Panel title={say.passkeys}>
      <p className="soft">{say.passkeysSay}</p>
      <Loaded of={passkeys}>
        {({ data }) =>
          data.length === 0 ? (
            <p>{say.noPasskey}</p>
          ) : (
            <ul className="stack plain-list">
              {data.map((one) => (
                <li key={one.identifier} className="row spread">
                  <span>
                    {one.name}
                    {one.last_used_at && (
                      <>
                        {' '}
                        · {say.lastUsed} <Moment at={onClock(one.last_used_at)} />
                      </>
                    )}
                  </span>
                  <Question
                    verb={say.remove}
                    about={one.name}
                    title={ask.passkeyTitle(one.name)}
                    description={ask.passkeySays}
                    look="bad"
                    written={() => ({ path: `/session/passkeys/${one.identifier}`, method: 'DELETE' })}
                    concerns={['/session']}
                    done={ask.passkeyRemoved}
                  />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <Form error={act.error} busy={act.busy} onSubmit={() => void add()}>
        <Input
          label={say.passkeyName}
          required
          maxLength={60}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <div className="row">
          <Button type="submit" icon="plus" busy={act.busy}>
            {say.addPasskey}
          </Button>
        </div>
      </Form>
    </Panel>
  )
}
