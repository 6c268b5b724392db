import { useState } from 'react'
import { decimal } from '../../data/decimal.ts'
import { useMay } from '../../data/session.tsx'
import { DescriptionList, Panel } from '../../parts/description-list.tsx'
import { Input, Select } from '../../parts/field.tsx'
import { Moment } from '../../parts/moment.tsx'
import { Money } from '../../parts/money.tsx'
import { useWords } from '../../words/words.ts'
import { type CompanyInFull, companyWords, type OfDay } from './company.ts'
import { Decision } from './decision.tsx'
import { operatorWords } from './operator-words.ts'

const currencies = ['CAD', 'USD'].map((value) => ({ value, label: value }))

/** What it may move at most, and what of today's is used; by currency. */
export function Limits({ company }: { company: CompanyInFull }) {
  const say = useWords(companyWords)
  const may = useMay()
  return (
    <Panel title={say.limits} actions={may('operator:write') && <SetLimits company={company} />}>
      {company.limits.length === 0 && <p className="soft">{say.noLimits}</p>}
      {company.limits.map(({ currency, per_transaction, per_day_debits, per_day_credits }) => (
        <div key={currency} className="stack">
          <h3>{currency}</h3>
          <DescriptionList
            items={[
              [
                say.perTransaction,
                per_transaction === null ? (
                  say.without
                ) : (
                  <Money key="each" amount={per_transaction} currency={currency} />
                ),
              ],
              [say.debitsOfDay, <Day key="debits" of={per_day_debits} currency={currency} />],
              [say.creditsOfDay, <Day key="credits" of={per_day_credits} currency={currency} />],
            ]}
          />
        </div>
      ))}
    </Panel>
  )
}

function Day({ of, currency }: { of: OfDay; currency: string }) {
  const say = useWords(companyWords)
  if (of === null) return say.without
  return (
    <>
      <Money amount={of.limit} currency={currency} /> (<Money amount={of.used} currency={currency} />{' '}
      {say.used})
    </>
  )
}

const kinds = ['per_transaction', 'per_day_debits', 'per_day_credits'] as const
type Kind = (typeof kinds)[number]

function SetLimits({ company }: { company: CompanyInFull }) {
  const say = useWords(companyWords)
  const both = useWords(operatorWords)
  /** What is set now, so that to change one leaves the others as they are. */
  const setOf = (currency: string): Record<Kind, string> => {
    const now = company.limits.find((limit) => limit.currency === currency)
    return {
      per_transaction: now?.per_transaction ?? '',
      per_day_debits: now?.per_day_debits?.limit ?? '',
      per_day_credits: now?.per_day_credits?.limit ?? '',
    }
  }
  const [currency, setCurrency] = useState('CAD')
  const [limits, setLimits] = useState(() => setOf('CAD'))
  const labels: Record<Kind, string> = {
    per_transaction: say.perTransaction,
    per_day_debits: say.debitsOfDay,
    per_day_credits: say.creditsOfDay,
  }
  return (
    <Decision
      verb={say.setLimits}
      title={say.setLimits}
      description={say.setLimitsWhat}
      facts={[[both.company, company.name]]}
      noted={false}
      written={() => ({
        path: `/operator/companies/${company.identifier}/limits`,
        method: 'PUT',
        body: {
          currency,
          ...Object.fromEntries(kinds.map((kind) => [kind, decimal(limits[kind]) || null])),
        },
      })}
      done={say.did.limited(currency)}
    >
      {(errorOf) => (
        <>
          <Select
            label={both.currency}
            options={currencies}
            value={currency}
            onChange={({ target }) => {
              setCurrency(target.value)
              setLimits(setOf(target.value))
            }}
          />
          {kinds.map((kind) => (
            <Input
              key={kind}
              label={labels[kind]}
              inputMode="decimal"
              value={limits[kind]}
              error={errorOf(kind)}
              onChange={({ target }) => setLimits({ ...limits, [kind]: target.value })}
            />
          ))}
        </>
      )}
    </Decision>
  )
}

/** What its debits cost it, also what is to come and what was. */
export function Fees({ company }: { company: CompanyInFull }) {
  const say = useWords(companyWords)
  const may = useMay()
  return (
    <Panel title={say.fees} actions={may('operator:write') && <SetFee company={company} />}>
      {company.fees.length === 0 && <p className="soft">{say.noFees}</p>}
      <ul className="stack">
        {company.fees.map(({ currency, method, basis_points, fixed, effective_at }) => (
          <li key={`${currency} ${method} ${effective_at}`}>
            {say.methods[method]}, {currency}: {basis_points} / 10 000 +{' '}
            <Money amount={fixed} currency={currency} />{' '}
            <span className="soft">
              {say.from} <Moment at={effective_at} coming />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function SetFee({ company }: { company: CompanyInFull }) {
  const say = useWords(companyWords)
  const both = useWords(operatorWords)
  const [terms, setTerms] = useState({ currency: 'CAD', method: 'card', basis_points: '', fixed: '' })
  const field = (name: keyof typeof terms) => ({
    value: terms[name],
    onChange: ({ target }: { target: { value: string } }) => setTerms({ ...terms, [name]: target.value }),
  })
  return (
    <Decision
      verb={say.setFee}
      title={say.setFee}
      description={say.setFeeWhat}
      facts={[[both.company, company.name]]}
      noted={false}
      written={() => ({
        path: `/operator/companies/${company.identifier}/fees`,
        body: {
          ...terms,
          basis_points: Number(terms.basis_points || '0'),
          fixed: decimal(terms.fixed) || '0.00',
        },
      })}
      done={say.did.charged(say.methods[terms.method as 'card' | 'eft'], terms.currency)}
    >
      {(errorOf) => (
        <>
          <Select label={both.currency} options={currencies} {...field('currency')} />
          <Select
            label={say.method}
            options={(['card', 'eft'] as const).map((value) => ({ value, label: say.methods[value] }))}
            {...field('method')}
          />
          <Input
            label={say.basisPoints}
            inputMode="numeric"
            required
            error={errorOf('basis_points')}
            {...field('basis_points')}
          />
          <Input
            label={say.fixed}
            inputMode="decimal"
            required
            error={errorOf('fixed')}
            {...field('fixed')}
          />
        </>
      )}
    </Decision>
  )
}
