import type { Page } from '../../page.ts'
import { PageLink } from '../../parts/page-link.tsx'
import { useWords } from '../../words/words.ts'
import { contactPage } from '../contacts/contact-pages.ts'
import { disputePage } from '../disputes/disputes-pages.ts'
import { payoutPage } from '../numbers/numbers-pages.ts'
import { companyPage } from '../operator/operator-pages.ts'
import { refundPage } from '../refunds/refund-pages.ts'
import { schedulePage } from '../schedules/schedule-pages.ts'
import { tokensPage } from '../tokens/token-pages.ts'
import { transactionPage } from '../transactions/transaction-pages.ts'
import { webhookPage } from '../webhooks/webhook-pages.ts'
import { teamPage } from './people-pages.ts'
import { peopleWords } from './people-words.ts'

export type AuditObject = { kind: keyof typeof peopleWords.en.objects; name: string }

/** Where one of these is seen; of the rest, what the log says is all. */
const pageOf: Partial<Record<AuditObject['kind'], [Page, string?]>> = {
  transaction: [transactionPage, 'transaction'],
  refund: [refundPage, 'refund'],
  dispute: [disputePage, 'dispute'],
  payout: [payoutPage, 'payout'],
  schedule: [schedulePage, 'schedule'],
  contact: [contactPage, 'contact'],
  webhook: [webhookPage, 'webhook'],
  api_token: [tokensPage],
  member: [teamPage],
  invitation: [teamPage],
}

type Props = {
  of: AuditObject
  id: string
  /** Whose, where that is not the company that is shown. */
  company?: string
}

/** What a line is about: what it is, and its name with a link to its page. */
export function AuditThing({ of: { kind, name }, id, company }: Props) {
  const say = useWords(peopleWords)
  const [page, param] =
    kind === 'company' && company !== undefined ? [companyPage, 'id'] : (pageOf[kind] ?? [])
  return (
    <span className="break">
      <span className="soft">{say.objects[kind]}</span>{' '}
      {page ? (
        <PageLink to={page} params={param ? { [param]: id } : {}} {...(company !== undefined && { company })}>
          {name}
        </PageLink>
      ) : (
        name
      )}
    </span>
  )
}
