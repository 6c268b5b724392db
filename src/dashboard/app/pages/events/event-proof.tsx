import { useProblemText } from '../../parts/problem-text.tsx'
import '../../styles/developers.css'
import { useState } from 'react'
import { ask } from '../../data/ask.ts'
import { useRead } from '../../data/queries.ts'
import { useCompanyId } from '../../data/session.tsx'
import { Button } from '../../parts/button.tsx'
import { DescriptionList, Panel } from '../../parts/description-list.tsx'
import { Input } from '../../parts/field.tsx'
import { Badge } from '../../parts/state-badge.tsx'
import { useWords } from '../../words/words.ts'
import { eventWords } from './event-words.ts'
import { canHash, hashOfProof, type Proof } from './verify-proof.ts'

type Checkpoint = { last_event_id: number; hash: string }
type Verdict = { proven: boolean; hash: string | undefined; steps: number; last: number; proof: Proof }

/** What a browser that hashes has found of the event, against what the log publishes apart from it. */
export function EventProof({ event }: { event: string }) {
  const say = useWords(eventWords)
  const company = useCompanyId()
  const problemText = useProblemText('read')
  const [verdict, setVerdict] = useState<Verdict>()
  const [refused, setRefused] = useState<string>()
  const [busy, setBusy] = useState(false)
  const [kept, setKept] = useState('')
  const published = useRead<Checkpoint>('/events/checkpoint', { event_id: event })
  const check = async () => {
    setBusy(true)
    setRefused(undefined)
    try {
      const proof = await ask<Proof>(`/events/${event}/proof`, { company })
      const { data: checkpoint } = await published.refetch()
      const hash = await hashOfProof(proof)
      setVerdict({
        proven: hash !== undefined && hash === checkpoint?.hash,
        hash,
        steps: proof.path.length,
        last: proof.checkpoint.last_event_id,
        proof,
      })
    } catch (error) {
      setRefused(problemText(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Panel title={say.proof}>
      <p className="soft">{canHash() ? say.proofText : say.unable}</p>
      <div className="row">
        <Button look="primary" icon="shield" busy={busy} disabled={!canHash()} onClick={() => void check()}>
          {say.check}
        </Button>
        {verdict && <SaveProof event={event} proof={verdict.proof} />}
      </div>
      <div role="status" className="stack">
        {refused && <p className="alert">{refused}</p>}
        {verdict && (
          <>
            <p className="row">
              <Badge tone={verdict.proven ? 'good' : 'bad'}>
                {verdict.proven ? say.proven : say.disproven}
              </Badge>
              <span>{verdict.proven ? say.provenText(String(verdict.last)) : say.disprovenText}</span>
            </p>
            <DescriptionList
              items={[
                [
                  say.checkpoint,
                  <code key="hash" className="break">
                    {verdict.hash}
                  </code>,
                ],
                [say.path, String(verdict.steps)],
              ]}
            />
            <Input
              label={say.own}
              hint={say.ownHint}
              value={kept}
              autoComplete="off"
              onChange={({ target }) => setKept(target.value.trim().toLowerCase())}
              error={kept !== '' && kept !== verdict.hash ? say.differs : undefined}
            />
            {kept !== '' && kept === verdict.hash && <p>{say.matches}</p>}
          </>
        )}
      </div>
    </Panel>
  )
}

/** The proof as a file, for `jetpay events verify-proof`. */
function SaveProof({ event, proof }: { event: string; proof: Proof }) {
  const say = useWords(eventWords)
  const save = () => {
    const url = URL.createObjectURL(new Blob([JSON.stringify(proof, null, 2)], { type: 'application/json' }))
    const link = document.createElement('a')
    link.href = url
    link.download = `event-${event}-proof.json`
    link.click()
    URL.revokeObjectURL(url)
  }
  return (
    <Button icon="download" onClick={save}>
      {say.download}
    </Button>
  )
}
