import { useSees } from '../data/session.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { useLanguage } from '../words/language.tsx'
import { shellWords } from '../words/shell-words.ts'
import { useWords } from '../words/words.ts'
import { usePages } from './page-list.ts'

/** Every key that does something, by what it does. */
export default function ShortcutHelp({ onClose }: { onClose(): void }) {
  const say = useWords(shellWords)
  const { language } = useLanguage()
  const sees = useSees()
  const pages = usePages().filter((page) => page.key && sees(page))
  const rows: [string, string][] = [
    ['Ctrl K', say.keys.palette],
    ['?', say.keys.help],
    ['/', say.keys.filter],
    ['j', say.keys.down],
    ['k', say.keys.up],
    ['Enter', say.keys.open],
    ['x', say.keys.select],
    ['Esc', say.keys.close],
    ...pages.map(({ key, title }): [string, string] => [`g ${key}`, title[language]]),
  ]
  return (
    <Dialog open onClose={onClose} title={say.keys.title}>
      <dl className="descriptions keys">
        {rows.map(([keys, text]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
