import { useLocation } from '@tanstack/react-router'
import { useSees } from '../data/session.tsx'
import { groups, type Page, routeOf } from '../page.ts'
import { Icon } from '../parts/icon.tsx'
import { AppLink, useAddress } from '../parts/page-link.tsx'
import { useLanguage } from '../words/language.tsx'
import { shellWords } from '../words/shell-words.ts'
import { useWords } from '../words/words.ts'
import { usePages } from './page-list.ts'

/** The pages that the user may see, by group. */
export function Navigation({ label, onGo }: { label: string; onGo?: () => void }) {
  const say = useWords(shellWords)
  const { language } = useLanguage()
  const pages = usePages()
  const sees = useSees()
  const address = useAddress()
  const path = useLocation({ select: ({ pathname }) => pathname })
  const isAt = (page: Page) => {
    const at = address(page, {})
    return path === at || (page.path !== '' && path.startsWith(`${at}/`))
  }
  return (
    <nav className="navigation" aria-label={label}>
      {groups.map((group) => {
        const here = pages.filter((page) => page.nav?.group === group && sees(page))
        if (here.length === 0) return null
        return (
          <div key={group}>
            <p className="group">{say.groups[group]}</p>
            <ul>
              {here.map((page) => (
                <li key={routeOf(page)}>
                  <AppLink address={address(page, {})} current={isAt(page)} onClick={onGo}>
                    <Icon name={page.nav!.icon} />
                    {page.title[language]}
                  </AppLink>
                </li>
              ))}
            </ul>
          </div>
        )
      })}
    </nav>
  )
}
