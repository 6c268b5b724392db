import { useNavigate } from '@tanstack/react-router'
import { want } from '../data/deeds.ts'
import { useCompanyId, useMay, useSees, useSession } from '../data/session.tsx'
import { useStopped } from '../data/stopped.ts'
import { useAddress } from '../parts/page-link.tsx'
import { languages, useLanguage } from '../words/language.tsx'
import { partWords } from '../words/part-words.ts'
import { shellWords } from '../words/shell-words.ts'
import { stoppedWords } from '../words/stopped-words.ts'
import { useWords } from '../words/words.ts'
import type { Command } from './command.ts'
import { documentNames, documents } from './documents.ts'
import { usePages } from './page-list.ts'
import { useSignOut } from './sign-out.ts'
import { themes, useTheme } from './theme.ts'

/**
 * What can be done from everywhere: what the role may do on the pages that it sees, and what is the user's
 * own.
 */
export function useActions(onClose: () => void): Command[] {
  const say = useWords(shellWords)
  const { colon } = useWords(partWords)
  const { language, setLanguage } = useLanguage()
  const [theme, setTheme] = useTheme()
  const { companies, operator } = useSession()
  const company = useCompanyId()
  const may = useMay()
  const stopped = useStopped()
  const saysStopped = useWords(stoppedWords)
  const sees = useSees()
  const pages = usePages()
  const address = useAddress()
  const navigate = useNavigate()
  const signOut = useSignOut()
  const go = (to: string) => void navigate({ to } as never)
  const chosen = (run: () => void) => () => {
    onClose()
    run()
  }
  const deeds = pages.filter(sees).flatMap((page) =>
    (page.deeds ?? [])
      .filter(({ scope }) => may(scope))
      .map(({ id, title, to, takesMoney }) => ({
        id: `${id} ${page.area ?? ''} ${page.path}`,
        text: title[language],
        icon: 'plus' as const,
        ...(takesMoney && stopped && { more: saysStopped.title[stopped] }),
        run: chosen(() => {
          // Its page says above why not.
          if (!to && !(takesMoney && stopped)) want({ page, deed: id })
          go(address(to ?? page, {}))
        }),
      })),
  )
  const places = [
    ...companies
      .filter(({ identifier }) => identifier !== company)
      .map(({ identifier, name }) => ({ path: identifier, name })),
    ...(operator && company !== null ? [{ path: 'operator', name: say.operatorPages }] : []),
  ].map(({ path, name }) => ({
    id: `to ${path}`,
    text: say.changeTo(name),
    icon: 'building' as const,
    run: chosen(() => go(`/${path}`)),
  }))
  const looks = themes
    .filter((one) => one !== theme)
    .map((one) => ({
      id: `theme ${one}`,
      text: `${say.theme}${colon} ${say.themes[one]}`,
      icon: 'sun' as const,
      run: chosen(() => setTheme(one)),
    }))
  const others = (['en', 'fr'] as const)
    .filter((one) => one !== language)
    .map((one) => ({
      id: `language ${one}`,
      text: `${say.language}${colon} ${languages[one]}`,
      icon: 'globe' as const,
      run: chosen(() => setLanguage(one)),
    }))
  const reading = documentNames.map((name) => ({
    id: `read ${name}`,
    text: say.documents[name],
    icon: 'file' as const,
    run: chosen(() => void window.open(documents[name], '_blank', 'noopener')),
  }))
  const leave = { id: 'sign-out', text: say.signOut, icon: 'external' as const, run: chosen(signOut) }
  return [...deeds, ...places, ...looks, ...others, ...reading, leave]
}
