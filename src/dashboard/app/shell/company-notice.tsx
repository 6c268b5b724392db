import { useMember } from '../data/session.tsx'
import { NOTICE } from '../data/stopped.ts'
import { Icon } from '../parts/icon.tsx'
import { Moment } from '../parts/moment.tsx'
import { stoppedWords } from '../words/stopped-words.ts'
import { useWords } from '../words/words.ts'

/**
 * On every page of a company that its operator has stopped, for as long: what does not work now, why, and
 * whom to ask. What it refuses points here.
 */
export function CompanyNotice() {
  const say = useWords(stoppedWords)
  const member = useMember()
  if (!member || member.state === 'active') return null
  return (
    <section id={NOTICE} className="notice" aria-label={say.title[member.state]}>
      <Icon name="flag" />
      <div>
        <p>
          <strong>{say.title[member.state]}</strong>
          {member.state_since && (
            <span className="soft">
              {' '}
              {say.since} <Moment at={member.state_since} look="fixed" />
            </span>
          )}
        </p>
        <p>{say.what[member.state]}</p>
        {member.state_reason && (
          <p>
            {say.reason} <bdi>{member.state_reason}</bdi>
          </p>
        )}
        <p>{say.ask[member.state]}</p>
      </div>
    </section>
  )
}
