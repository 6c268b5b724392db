import { Autocomplete } from '@base-ui/react/autocomplete'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { contactsSaid } from '../data/contact-names.ts'
import { amountSought } from '../data/decimal.ts'
import { useSees } from '../data/session.tsx'
import { routeOf } from '../page.ts'
import { Dialog } from '../parts/dialog.tsx'
import { useHeldList } from '../parts/held-list.ts'
import { Icon } from '../parts/icon.tsx'
import { useAddress } from '../parts/page-link.tsx'
import { useLanguage } from '../words/language.tsx'
import { shellWords } from '../words/shell-words.ts'
import { useWords } from '../words/words.ts'
import type { Command } from './command.ts'
import { usePages } from './page-list.ts'
import { useActions } from './palette-actions.ts'
import { useFound } from './palette-search.ts'

/** The list that has filters for amounts. */
const TRANSACTIONS = 'transactions'

/** Whether each word that was typed begins somewhere in the text, whatever its accents. */
const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
const fits = (text: string, typed: string) =>
  plain(typed)
    .split(/\s+/)
    .every((word) => plain(text).includes(word))

/**
 * Goes anywhere, does what the role may, and finds what is named: pages by their title, contacts and
 * transactions by mail, name, statement, and anything by its id, code or reference.
 */
export default function Palette({
  onClose,
  onHelp,
  begun,
}: {
  onClose(): void
  onHelp(): void
  /** What was typed before its field had the focus. */
  begun: string
}) {
  const say = useWords(shellWords)
  const { language } = useLanguage()
  const sees = useSees()
  const pages = usePages()
  const address = useAddress()
  const navigate = useNavigate()
  const [typed, setTyped] = useState(begun)
  // Its field had not the focus yet.
  useEffect(() => setTyped(begun), [begun])
  const go = (to: string, search: Record<string, string> = {}) => {
    onClose()
    void navigate({ to, search } as never)
  }
  const found = useFound(typed.trim())
  const actions = useActions(onClose)
  const commands: Command[] = [
    ...pages
      .filter((page) => page.nav && sees(page))
      .map((page) => ({
        id: routeOf(page),
        text: page.title[language],
        icon: page.nav!.icon,
        ...(page.key && { more: `g ${page.key}` }),
        run: () => go(address(page, {})),
      })),
    ...actions,
    { id: 'help', text: say.keys.title, more: '?', icon: 'question' as const, run: onHelp },
  ].filter(({ text }) => fits(text, typed))
  const amount = amountSought(typed.trim())?.amount
  const list = pages.find((page) => page.path === TRANSACTIONS)
  const payments: Command[] =
    amount && list && sees(list)
      ? [
          {
            id: 'payments',
            text: say.paymentsOf(amount),
            icon: 'swap',
            run: () => go(address(list, {}), { amount_from: amount, amount_to: amount }),
          },
        ]
      : []
  // A whole number may as well be a code: what has it goes before a list that may be empty.
  const isNoCode = /[.,]/.test(typed)
  const items: Command[] = [
    ...(isNoCode ? payments : []),
    ...found.map(({ path, search, ...rest }) => ({
      ...rest,
      run: () => go(address({ path, title: { en: '', fr: '' } }), search),
    })),
    ...(isNoCode ? [] : payments),
    ...commands,
  ]
  const { shown, holdAtKeys, release } = useHeldList(items)
  const typing = (text: string) => {
    release()
    setTyped(text)
  }
  return (
    <Dialog open onClose={onClose} title={say.keys.palette} look="wide" pressBeside="closes">
      <Autocomplete.Root
        open
        inline
        items={shown}
        onItemHighlighted={holdAtKeys}
        filter={null}
        autoHighlight="always"
        value={typed}
        onValueChange={(value, { reason }) => reason !== 'item-press' && typing(value)}
        itemToStringValue={({ text }: Command) => text}
      >
        <Autocomplete.Input className="control" aria-label={say.find} placeholder={say.findWhat} />
        <Autocomplete.List className="palette-list" aria-label={say.find}>
          {(command: Command) => (
            <Autocomplete.Item key={command.id} value={command} className="menu-item" onClick={command.run}>
              <Icon name={command.icon} />
              <span className="cut">{command.text}</span>
              {command.more && <span className="soft cut end">{command.more}</span>}
            </Autocomplete.Item>
          )}
        </Autocomplete.List>
        <Autocomplete.Empty className="menu-empty">
          {contactsSaid(typed.trim()) ? say.nothingFound : say.wholeAddress}
        </Autocomplete.Empty>
      </Autocomplete.Root>
    </Dialog>
  )
}
