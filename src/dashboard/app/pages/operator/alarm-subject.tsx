import { useCallback } from 'react'
import { nameAlarm } from '../../../../ground/alarm-names.ts'
import { useMoney } from '../../parts/money.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { isolated } from '../../words/isolated.ts'
import { useWords } from '../../words/words.ts'
import { disputePage } from '../disputes/disputes-pages.ts'
import { payoutPage } from '../numbers/numbers-pages.ts'
import { transactionPage } from '../transactions/transaction-pages.ts'
import { alarmWords } from './alarm-words.ts'
import { bankReturnsPage, companyPage, filesPage, itemsPage, keysPage } from './operator-pages.ts'

export type AlarmOf = {
  kind: string
  subject: string
  company_id: string | null
  company_name: string | null
  about: {
    kind: 'transaction' | 'dispute' | 'payout'
    identifier: string
    statement: string | null
    amount: string
    currency: string
  } | null
  details: Record<string, unknown>
}

/** Where a file, or the whole of a thing, is told of. */
const pageOf = {
  clearing_file_refused: filesPage,
  clearing_file_missing: filesPage,
  clearing_difference: itemsPage,
  bank_file_rejected: filesPage,
  bank_file_refused: filesPage,
  bank_return_parked: bankReturnsPage,
  audit_log_failing: keysPage,
  audit_log_changed: keysPage,
} as const
/** What a company as a whole is asked about. */
const ofCompany = new Set(['card_testing', 'return_rate_high', 'card_transfer_asked', 'card_transfer_done'])
const isWhole = (kind: string): kind is keyof typeof pageOf => Object.hasOwn(pageOf, kind)

/** What an alarm is about, as people call it. */
export function useSubjectText(): (alarm: AlarmOf) => string {
  const say = useWords(alarmWords)
  const money = useMoney()
  return useCallback(
    (alarm) =>
      nameAlarm(
        say,
        alarm,
        () => (alarm.about ? money(alarm.about.amount, alarm.about.currency) : ''),
        isolated,
      ),
    [say, money],
  )
}

/** The same, with a link to where it is seen. */
export function AlarmSubject({ of: alarm }: { of: AlarmOf }) {
  const text = useSubjectText()(alarm)
  const { kind, company_id: company, about } = alarm
  if (about && company !== null) {
    const at = about.identifier
    if (about.kind === 'transaction')
      return (
        <PageLink to={transactionPage} company={company} params={{ transaction: at }}>
          {text}
        </PageLink>
      )
    if (about.kind === 'dispute')
      return (
        <PageLink to={disputePage} company={company} params={{ dispute: at }}>
          {text}
        </PageLink>
      )
    return (
      <PageLink to={payoutPage} company={company} params={{ payout: at }}>
        {text}
      </PageLink>
    )
  }
  if (ofCompany.has(kind) && company !== null)
    return (
      <PageLink to={companyPage} params={{ id: company }}>
        {text}
      </PageLink>
    )
  return isWhole(kind) ? <PageLink to={pageOf[kind]}>{text}</PageLink> : text
}
