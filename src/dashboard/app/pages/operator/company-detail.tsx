import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useRead, useWrite } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { Button } from '../../parts/button.tsx'
import { DescriptionList, Panel } from '../../parts/description-list.tsx'
import { Field, Input } from '../../parts/field.tsx'
import { Moment } from '../../parts/moment.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { useProblemText } from '../../parts/problem-text.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Loaded } from '../../parts/states.tsx'
import { Sums } from '../../parts/sums.tsx'
import { useToast } from '../../parts/toasts.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { type CompanyInFull, companyWords } from './company.ts'
import { ChangeContact, InviteSomebody } from './company-people.tsx'
import { Fees, Limits } from './company-terms.tsx'
import { Decision } from './decision.tsx'
import { companiesPage, companyPage } from './operator-pages.ts'
import { operatorWords } from './operator-words.ts'

/** One company: whether it goes on, what it may, and what is agreed with it. */
export default function CompanyDetail() {
  const { language } = useLanguage()
  const may = useMay()
  const { id } = useParams({ strict: false }) as { id: string }
  const read = useRead<CompanyInFull>(`/operator/companies/${id}`)
  const { data } = read
  return (
    <div className="stack">
      <PageHeader
        title={data?.name ?? companyPage.title[language]}
        above={<PageLink to={companiesPage}>{companiesPage.title[language]}</PageLink>}
        beside={data && <StateBadge state={data.state} of="company" />}
        actions={data && may('operator:write') && <Actions key={data.name} company={data} />}
      />
      <Loaded of={read}>
        {(company) => (
          <div className="stack">
            <Facts company={company} />
            <Limits company={company} />
            <Fees company={company} />
          </div>
        )}
      </Loaded>
    </div>
  )
}

function Facts({ company }: { company: CompanyInFull }) {
  const say = useWords(companyWords)
  const may = useMay()
  const suspended = company.state !== 'active'
  const next = { active: say.activeNext, suspended: say.suspendedNext, closing: say.closingNext }
  return (
    <Panel
      title={say.facts}
      actions={
        may('operator:write') && (
          <ChangeContact
            key={[company.contact_email, company.contact_phone, company.alert_email].join()}
            company={company}
          />
        )
      }
    >
      <p>{next[company.state]}</p>
      <DescriptionList
        items={[
          ...(suspended
            ? ([
                [
                  say.suspended,
                  company.suspended_at && <Moment key="at" at={company.suspended_at} look="exact" />,
                ],
                [say.by, company.suspended_by],
                [say.because, company.suspended_note],
                [say.told, company.suspended_told ?? say.toldNothing],
              ] as const)
            : []),
          ...(company.state === 'closing'
            ? [
                [
                  say.stillOwed,
                  company.still_owed.length === 0 ? (
                    say.nothingOwed
                  ) : (
                    <Sums key="owed" rows={company.still_owed} />
                  ),
                ] as const,
              ]
            : []),
          [say.contact, [company.contact_email, company.contact_phone].filter(Boolean).join(', ')],
          [say.alerts, company.alert_email ?? say.alertsNone],
          [say.cardOnFile, <CardOnFile key="feature" company={company} />],
          [say.created, <Moment key="created" at={company.created_at} />],
          [say.identifier, <code key="id">{company.identifier}</code>],
        ]}
      />
    </Panel>
  )
}

/** No money moves by it, so it is done at once and can be taken back. */
function CardOnFile({ company }: { company: CompanyInFull }) {
  const say = useWords(companyWords)
  const may = useMay()
  const toast = useToast()
  const problemText = useProblemText()
  const write = useWrite(['/operator'])
  const on = company.features.includes('card_on_file')
  const set = (card_on_file: boolean) =>
    write.mutate(
      {
        path: `/operator/companies/${company.identifier}`,
        method: 'PATCH',
        body: { features: { card_on_file } },
      },
      {
        onSuccess: () =>
          toast({ title: say.did.cards(card_on_file ? 'on' : 'off'), undo: () => set(!card_on_file) }),
        onError: (error) => toast({ title: problemText(error), tone: 'bad' }),
      },
    )
  return (
    <span className="row">
      <StateBadge state={on ? 'enabled' : 'disabled'} tone={on ? 'good' : 'calm'} />
      {may('operator:write') && (
        <Button busy={write.isPending} onClick={() => set(!on)}>
          {on ? say.switchOff : say.switchOn}
          <span className="unseen"> {say.cardOnFile}</span>
        </Button>
      )}
    </span>
  )
}

function Actions({ company }: { company: CompanyInFull }) {
  const operator = useWords(operatorWords)
  const say = useWords(companyWords)
  const [name, setName] = useState(company.name)
  const [told, setTold] = useState('')
  const path = `/operator/companies/${company.identifier}`
  const decided = (note: string) => ({ note, ...(told.trim() && { told: told.trim() }) })
  const toldField = (
    <Field label={say.told} hint={say.toldHint}>
      {(drawn) => (
        <textarea
          className="control"
          rows={3}
          maxLength={500}
          value={told}
          onChange={({ target }) => setTold(target.value)}
          {...drawn}
        />
      )}
    </Field>
  )
  return (
    <>
      <InviteSomebody company={company} />
      <Decision
        verb={say.rename}
        title={say.rename}
        description={say.renameWhat}
        facts={[[operator.company, company.name]]}
        noted={false}
        written={() => ({ path, method: 'PATCH', body: { name: name.trim() } })}
        done={say.did.renamed(name.trim())}
      >
        <Input
          label={say.name}
          required
          maxLength={100}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
      </Decision>
      {company.state !== 'closing' && (
        <Decision
          verb={say.close}
          title={say.closeTitle(company.name)}
          description={say.closeWhat}
          facts={[[say.stillOwed, <Sums key="owed" rows={company.still_owed} />]]}
          look="bad"
          written={(note) => ({ path: `${path}/close`, body: decided(note) })}
          done={say.did.closed(company.name)}
        >
          {toldField}
        </Decision>
      )}
      {company.state === 'active' ? (
        <Decision
          verb={say.suspend}
          title={say.suspendTitle(company.name)}
          description={say.suspendWhat}
          look="bad"
          written={(note) => ({ path: `${path}/suspend`, body: decided(note) })}
          done={say.did.suspended(company.name)}
        >
          {toldField}
        </Decision>
      ) : (
        <Decision
          verb={say.unsuspend}
          title={say.unsuspendTitle(company.name)}
          description={say.unsuspendWhat}
          noted={false}
          written={() => ({ path: `${path}/unsuspend` })}
          done={say.did.goesOn(company.name)}
        />
      )}
    </>
  )
}
