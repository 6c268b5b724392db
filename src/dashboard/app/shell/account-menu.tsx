import { Menu } from '@base-ui/react/menu'
import { useSession } from '../data/session.tsx'
import { Icon } from '../parts/icon.tsx'
import { type Language, languages, useLanguage } from '../words/language.tsx'
import { shellWords } from '../words/shell-words.ts'
import { useWords } from '../words/words.ts'
import { documentNames, documents } from './documents.ts'
import { useSignOut } from './sign-out.ts'
import { type Theme, themes, useTheme } from './theme.ts'

/** Who is signed in; language, theme, what to read, and the way out. */
export function AccountMenu() {
  const say = useWords(shellWords)
  const { user } = useSession()
  const { language, setLanguage } = useLanguage()
  const [theme, setTheme] = useTheme()
  const signOut = useSignOut()
  return (
    <Menu.Root>
      <Menu.Trigger className="account">
        <Icon name="person" />
        <span className="cut">
          <span className="unseen">{say.account}: </span>
          {user.name}
        </span>
        <Icon name="chevron" size={16} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="start">
          <Menu.Popup className="menu">
            <p className="menu-note">{user.email}</p>
            <Menu.RadioGroup value={language} onValueChange={(next: Language) => setLanguage(next)}>
              <Choices
                label={say.language}
                of={Object.entries(languages).map(([value, text]) => ({ value, text, lang: value }))}
              />
            </Menu.RadioGroup>
            <Menu.RadioGroup value={theme} onValueChange={(next: Theme) => setTheme(next)}>
              <Choices label={say.theme} of={themes.map((value) => ({ value, text: say.themes[value] }))} />
            </Menu.RadioGroup>
            {documentNames.map((of) => (
              <Menu.Item
                key={of}
                className="menu-item"
                render={<a href={documents[of]} target="_blank" rel="noopener" />}
              >
                <span className="menu-mark" />
                {say.documents[of]}
              </Menu.Item>
            ))}
            <Menu.Item className="menu-item" onClick={signOut}>
              <span className="menu-mark" />
              {say.signOut}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

function Choices({ label, of }: { label: string; of: { value: string; text: string; lang?: string }[] }) {
  return (
    <Menu.Group>
      <Menu.GroupLabel className="menu-label">{label}</Menu.GroupLabel>
      {of.map(({ value, text, lang }) => (
        <Menu.RadioItem key={value} value={value} className="menu-item" closeOnClick={false}>
          <span className="menu-mark">
            <Menu.RadioItemIndicator>
              <Icon name="check" size={16} />
            </Menu.RadioItemIndicator>
          </span>
          <span lang={lang}>{text}</span>
        </Menu.RadioItem>
      ))}
    </Menu.Group>
  )
}
