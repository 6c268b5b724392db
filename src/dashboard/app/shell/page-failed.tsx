import { type ErrorComponentProps, Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { codeOf, UNREACHED } from '../data/problem.ts'
import { useSession } from '../data/session.tsx'
import { leaveIfSignedOut } from '../data/signed-out.ts'
import { Button } from '../parts/button.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import { ErrorState } from '../parts/states.tsx'
import { shellWords } from '../words/shell-words.ts'
import { useWords } from '../words/words.ts'

/** A page that could not be drawn: what is wrong, and another try. */
export function PageFailed({ error, reset }: ErrorComponentProps) {
  const say = useWords(shellWords)
  // A part that could not be loaded stays so for the router: the page is opened anew once the line is back.
  const cut = codeOf(error) === UNREACHED
  useEffect(() => {
    if (!cut) return
    const again = () => location.reload()
    addEventListener('online', again)
    return () => removeEventListener('online', again)
  }, [cut])
  // The page of signing in is on its way.
  if (leaveIfSignedOut(error)) return null
  if (codeOf(error) === undefined) console.error(error)
  return (
    <div className="stack">
      <PageHeader title={say.failedTitle} />
      <ErrorState error={error} retry={cut ? () => navigator.onLine && location.reload() : reset} />
    </div>
  )
}

/** An address of nothing. */
export function NotFound() {
  const say = useWords(shellWords)
  return (
    <div className="stack">
      <PageHeader title={say.notFoundTitle}>{say.notFound}</PageHeader>
      <p>
        <Link to="/" className="link">
          {say.toStart}
        </Link>
      </p>
    </div>
  )
}

/** Whoever is signed in and is of no company, and no operator: nothing is theirs to see. */
export function OfNoCompany() {
  const say = useWords(shellWords)
  return (
    <div className="stack">
      <PageHeader title={say.ofNoCompanyTitle}>{say.ofNoCompany}</PageHeader>
    </div>
  )
}

/** Another has signed in in this browser: nothing of what was shown before is shown as theirs. */
export function OtherPerson({ name }: { name: string }) {
  const say = useWords(shellWords)
  return (
    <div className="stack" role="alert">
      <PageHeader title={say.otherPersonTitle}>{say.otherPerson(name)}</PageHeader>
      <div className="row">
        <Button look="primary" onClick={() => location.assign('/dashboard')}>
          {say.loadAnew}
        </Button>
      </div>
    </div>
  )
}

/** The address names no company of the user's: nothing of it is asked for. */
export function NoCompany() {
  const say = useWords(shellWords)
  const { companies, operator } = useSession()
  return (
    <div className="stack">
      <PageHeader title={say.noCompanyTitle}>{say.noCompany}</PageHeader>
      {companies.length > 0 && (
        <p>
          <Link to="/" className="link">
            {say.toStart}
          </Link>
        </p>
      )}
      {operator && (
        <p>
          <Link to="/operator/companies" className="link">
            {say.toCompanies}
          </Link>
        </p>
      )}
    </div>
  )
}
