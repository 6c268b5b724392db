import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../../data/ask.ts'
import { Button } from '../../parts/button.tsx'
import { Input } from '../../parts/field.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { ofField, ticketOf, useAct } from './act.ts'
import { Alone, Form } from './alone.tsx'
import { resetPage } from './people-pages.ts'
import { peopleWords } from './people-words.ts'

/** A new password, by the link of a mail. */
export default function Reset() {
  const say = useWords(peopleWords)
  const { language } = useLanguage()
  const [password, setPassword] = useState('')
  const [done, setDone] = useState(false)
  const act = useAct()
  const ticket = ticketOf(location.hash)
  const send = () =>
    act.run(async () => {
      await ask('/session/reset/confirm', { method: 'POST', company: null, body: { ticket, password } })
      setDone(true)
    })
  return (
    <Alone title={resetPage.title[language]}>
      {ticket === null && !done ? (
        <p role="alert">{say.noTicket}</p>
      ) : done ? (
        <p role="status">{say.passwordSet}</p>
      ) : (
        <Form error={act.error} busy={act.busy} onSubmit={() => void send()}>
          <Input
            label={say.newPassword}
            hint={say.passwordHint}
            error={ofField(act.error, 'password')}
            type="password"
            autoComplete="new-password"
            required
            value={password}
            onChange={({ target }) => setPassword(target.value)}
          />
          <Button type="submit" look="primary" busy={act.busy}>
            {say.setPassword}
          </Button>
        </Form>
      )}
      <Link to="/sign-in" className="link">
        {say.back}
      </Link>
    </Alone>
  )
}
