import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useRead, useWrite } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { page } from '../../page.ts'
import { Button } from '../../parts/button.tsx'
import { ContactName } from '../../parts/contact-name.tsx'
import { DescriptionList, Panel } from '../../parts/description-list.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { explainWords } from '../../parts/explain-words.ts'
import { Explained, Levels } from '../../parts/explained.tsx'
import { Moment } from '../../parts/moment.tsx'
import { Money } from '../../parts/money.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Loaded } from '../../parts/states.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useLanguage } from '../../words/language.tsx'
import { networkWords, reasonText } from '../../words/network-words.ts'
import { partWords } from '../../words/part-words.ts'
import { useWords } from '../../words/words.ts'
import { contactPage } from '../contacts/contact-pages.ts'
import { type DisputeWithEvidence, explainPath } from './dispute.ts'
import { disputePage, disputesPage } from './disputes-pages.ts'
import { disputesWords } from './disputes-words.ts'
import { EvidenceForm, EvidenceShown } from './evidence.tsx'
import { type EvidenceDraft, useEvidenceDraft } from './evidence-draft.ts'

const transactionPage = page({ path: 'transactions/$transaction', title: { en: '', fr: '' } })

/** One dispute: what happens now, until when it can be answered, the evidence, and its submission. */
export default function DisputeDetail() {
  const say = useWords(disputesWords)
  const { colon } = useWords(partWords)
  const { reasons } = useWords(networkWords)
  const { names } = useWords(explainWords)
  const { language } = useLanguage()
  const { dispute: id } = useParams({ strict: false }) as { dispute: string }
  const read = useRead<DisputeWithEvidence>(`/dispute/${id}`)
  const may = useMay()
  const answerable = read.data?.state === 'needs_response' && may('debits:write')
  const draft = useEvidenceDraft(read.data, async () => (await read.refetch()).data)
  return (
    <div className="stack">
      <PageHeader
        title={disputePage.title[language]}
        above={<PageLink to={disputesPage}>{disputesPage.title[language]}</PageLink>}
        beside={read.data && <StateBadge state={read.data.state} />}
        actions={read.data && answerable && <Submit dispute={read.data} draft={draft} />}
      />
      <Loaded of={read}>
        {(dispute) => (
          <div className="stack">
            <Panel title={say.what}>
              <p>{say.happens[dispute.state]}</p>
              {dispute.lost_reason && <p>{say.lostBecause[dispute.lost_reason]}</p>}
              {dispute.state === 'needs_response' && (
                <p>
                  {say.deadline}
                  {colon} <Moment at={dispute.respond_by} look="exact" />
                </p>
              )}
            </Panel>
            <Panel title={say.facts}>
              <DescriptionList
                items={[
                  [
                    say.amount,
                    <Explained
                      key="amount"
                      amount={dispute.amount}
                      currency={dispute.currency}
                      path={explainPath(id, 'amount')}
                      name={say.amount}
                    />,
                  ],
                  [
                    say.taken,
                    <Explained
                      key="taken"
                      amount={dispute.amount_taken}
                      currency={dispute.currency}
                      path={explainPath(id, 'amount_taken')}
                      name={say.taken}
                    />,
                  ],
                  [say.reason, reasonText(dispute.reason, reasons)],
                  [say.opened, <Moment key="opened" at={dispute.opened_at} />],
                  [
                    say.submitted,
                    dispute.submitted_at && <Moment key="submitted" at={dispute.submitted_at} />,
                  ],
                  [
                    say.debit,
                    <PageLink key="debit" to={transactionPage} params={{ transaction: dispute.debit_id }}>
                      {dispute.statement}
                    </PageLink>,
                  ],
                  [
                    say.contact,
                    <PageLink key="contact" to={contactPage} params={{ contact: dispute.contact_id }}>
                      <ContactName id={dispute.contact_id} among={[dispute.contact_id]} />
                    </PageLink>,
                  ],
                ]}
              />
            </Panel>
            <Panel title={say.effect}>
              <p className="soft">{say.effectWhat}</p>
              <Levels name={names.dispute!} path={explainPath(id)} />
            </Panel>
            <Panel title={say.evidence}>
              <EvidenceShown dispute={dispute} />
              {answerable && <EvidenceForm draft={draft} />}
            </Panel>
          </div>
        )}
      </Loaded>
    </div>
  )
}

/**
 * Once and for good: a plain question first. What is typed and not saved yet is saved with it, and the
 * question says so.
 */
function Submit({ dispute, draft }: { dispute: DisputeWithEvidence; draft: EvidenceDraft }) {
  const say = useWords(disputesWords)
  const toast = useToast()
  const [open, setOpen] = useState(false)
  const write = useWrite(['/dispute', '/company'])
  const { texts, files } = dispute.evidence
  const pieces = new Set([...Object.keys(texts), ...draft.changed]).size + files.length + draft.files.length
  const unsaved = [...draft.changed.map((field) => say.fields[field]), ...draft.files.map(({ name }) => name)]
  const met = draft.changed.some((field) => draft.savedMeanwhile(field) !== undefined)
  const submit = async () => {
    if (!draft.isEmpty && !(await draft.save())) return
    write.mutate(
      { path: `/dispute/${dispute.dispute_id}/submit` },
      {
        onSuccess: () => {
          setOpen(false)
          toast({ title: say.submittedNow })
        },
      },
    )
  }
  return (
    <>
      <Button
        look={pieces === 0 ? 'normal' : 'primary'}
        disabled={pieces === 0}
        onClick={() => setOpen(true)}
      >
        {say.submit}
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={say.submitTitle}
        description={say.submitWhat}
        facts={[
          [say.amount, <Money key="amount" amount={dispute.amount} currency={dispute.currency} />],
          ...(unsaved.length > 0 ? [[say.savedWithIt, unsaved.join(', ')] as const] : []),
        ]}
        confirm={say.submitThis(pieces)}
        busy={write.isPending || draft.write.isPending}
        shut={met}
        error={met ? say.metAnother : (draft.write.error ?? write.error)}
        onConfirm={() => void submit()}
      />
    </>
  )
}
