import { useMay } from '../../data/session.tsx'
import { page } from '../../page.ts'
import { Moment } from '../../parts/moment.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { useWords } from '../../words/words.ts'
import { disputesPage } from '../disputes/disputes-pages.ts'
import { companySettingsPage } from '../settings/settings-pages.ts'
import { payoutsPage } from './numbers-pages.ts'
import { numbersWords } from './numbers-words.ts'
import type { Attention, AttentionKind } from './summary.ts'

const none = { en: '', fr: '' }
/** Where each kind is listed: the rows that were counted, and no others. */
const lists: Record<
  AttentionKind,
  { to: { path: string; title: typeof none }; search?: Record<string, string>; scope?: string }
> = {
  company_suspended: { to: companySettingsPage },
  company_closing: { to: companySettingsPage },
  dispute_to_answer: { to: disputesPage, search: { state: 'needs_response' } },
  payout_returned: { to: payoutsPage, search: { state: 'returned' } },
  webhook_failing: {
    to: page({ path: 'webhooks', title: none }),
    search: { attention: 'webhook_failing' },
    scope: 'webhooks:read',
  },
  outcome_unknown: {
    to: page({ path: 'transactions', title: none }),
    search: { attention: 'outcome_unknown' },
  },
  difference_open: {
    to: page({ path: 'transactions', title: none }),
    search: { attention: 'difference_open' },
  },
  cards_expiring: {
    to: page({ path: 'contacts', title: none }),
    search: { attention: 'cards_expiring' },
  },
}

/** What needs somebody: how many, until when, what to do, and where they are listed. */
export function AttentionList({ items }: { items: Attention['data'] }) {
  const say = useWords(numbersWords)
  const may = useMay()
  if (items.length === 0) return <p className="soft">{say.allWell}</p>
  return (
    <ul className="stack">
      {items.map(({ kind, count, due_at, first_at }) => (
        <li key={kind}>
          {may(lists[kind].scope) ? (
            <PageLink to={lists[kind].to} search={lists[kind].search ?? {}}>
              {say.kinds[kind](count)}
            </PageLink>
          ) : (
            say.kinds[kind](count)
          )}{' '}
          <span className="soft">
            {due_at ? (
              <>
                {say.until} <Moment at={due_at} look="fixed" />
              </>
            ) : (
              first_at && (
                <>
                  {say.since} <Moment at={first_at} look="fixed" />
                </>
              )
            )}
          </span>
          <p>{say.steps[kind]}</p>
        </li>
      ))}
    </ul>
  )
}
