import type { FunctionComponent } from 'react'
import { useMay, useMember } from '../data/session.tsx'
import type { Page } from '../page.ts'
import { peopleWords } from '../pages/people/people-words.ts'
import type { Role } from '../pages/people/role-names.ts'
import { PageHeader } from '../parts/page-header.tsx'
import { EmptyState } from '../parts/states.tsx'
import { useLanguage } from '../words/language.tsx'
import { shellWords } from '../words/shell-words.ts'
import { useWords } from '../words/words.ts'

/**
 * The page, or, to a member whose role lacks it (they have its address from somebody else), that it is not
 * for them: the API is not asked for what it refuses.
 */
export function forRole(page: Page, Shown: FunctionComponent): FunctionComponent {
  if (page.scope === undefined) return Shown
  return () => {
    const member = useMember()
    const may = useMay()
    return member && !may(page.scope) ? <NotForRole page={page} role={member.role as Role} /> : <Shown />
  }
}

function NotForRole({ page, role }: { page: Page; role: Role }) {
  const say = useWords(shellWords)
  const { roles } = useWords(peopleWords)
  const { language } = useLanguage()
  return (
    <div className="stack">
      <PageHeader title={page.title[language]} />
      <EmptyState icon="shield" title={say.notForRole(roles[role])}>
        {say.notForRoleWhat}
      </EmptyState>
    </div>
  )
}
