import { Fragment } from 'react'
import { Checkbox, Input } from '../../parts/field.tsx'
import { partWords } from '../../words/part-words.ts'
import { useWords } from '../../words/words.ts'
import { companyWords } from './company.ts'
import { type Cost, isSet, limitKinds, type Moves } from './new-company.ts'
import { newCompanyWords } from './new-company-words.ts'

type ErrorOf = (path: string) => string | undefined
type Typed = { target: { value: string } }

/** In which currencies it moves money, and how much at most. */
export function MovesFields({
  moves,
  onChange,
  errorOf,
}: {
  moves: readonly Moves[]
  onChange(moves: readonly Moves[]): void
  errorOf: ErrorOf
}) {
  const say = useWords(newCompanyWords)
  const both = useWords(companyWords)
  const labels = {
    per_transaction: both.perTransaction,
    per_day_debits: both.debitsOfDay,
    per_day_credits: both.creditsOfDay,
  }
  const set = (of: Moves, changed: Partial<Moves>) =>
    onChange(moves.map((one) => (one === of ? { ...one, ...changed } : one)))
  const open = moves.filter((of) => of.open)
  return moves.map((of) => (
    <Fragment key={of.currency}>
      <Checkbox
        label={say.currency(of.currency)}
        checked={of.open}
        onChange={({ target }) => set(of, { open: target.checked })}
      />
      {of.open && (
        <div className="fields">
          {limitKinds.map((kind) => (
            <Input
              key={kind}
              label={`${labels[kind]}, ${of.currency}`}
              hint={say.limitHint}
              inputMode="decimal"
              value={of[kind]}
              error={errorOf(`limits.${open.indexOf(of)}.${kind}`)}
              onChange={({ target }: Typed) => set(of, { [kind]: target.value })}
            />
          ))}
        </div>
      )}
    </Fragment>
  ))
}

/** What each debit costs it, by currency and method; of the currencies that it moves. */
export function CostFields({
  moves,
  costs,
  onChange,
  errorOf,
}: {
  moves: readonly Moves[]
  costs: readonly Cost[]
  onChange(costs: readonly Cost[]): void
  errorOf: ErrorOf
}) {
  const say = useWords(newCompanyWords)
  const both = useWords(companyWords)
  const { colon } = useWords(partWords)
  const sent = costs.filter(isSet(moves))
  const shown = costs.filter(({ currency }) => moves.some((of) => of.open && of.currency === currency))
  const set = (of: Cost, changed: Partial<Cost>) =>
    onChange(costs.map((one) => (one === of ? { ...one, ...changed } : one)))
  return (
    <>
      <p className="soft">{say.costsHint}</p>
      {shown.map((of) => {
        const name = say.costOf(both.methods[of.method], of.currency)
        const errorIn = (field: string) => errorOf(`fees.${sent.indexOf(of)}.${field}`)
        return (
          <div key={name} className="fields">
            <Input
              label={`${name}${colon} ${both.basisPoints}`}
              inputMode="numeric"
              value={of.basis_points}
              error={errorIn('basis_points')}
              onChange={({ target }: Typed) => set(of, { basis_points: target.value })}
            />
            <Input
              label={`${name}${colon} ${say.each}`}
              inputMode="decimal"
              value={of.fixed}
              error={errorIn('fixed')}
              onChange={({ target }: Typed) => set(of, { fixed: target.value })}
            />
          </div>
        )
      })}
    </>
  )
}
