/** The filters of a list, bound to its address. Drawn from the filters themselves and their words. */
import { Popover } from '@base-ui/react/popover'
import { useEffect, useState } from 'react'
import { isAmount } from '../data/decimal.ts'
import type { Filter, Filters, FilterValues } from '../data/filters.ts'
import type { AskError } from '../data/problem.ts'
import { isWholeAddress } from '../data/whole-address.ts'
import { partWords } from '../words/part-words.ts'
import { useWords } from '../words/words.ts'
import { Button } from './button.tsx'
import { Combobox, type ComboOption } from './combobox.tsx'
import { DayInput } from './day-input.tsx'
import { Checkbox, Input, Select } from './field.tsx'
import { FoundFilter } from './found-filter.tsx'
import { Icon } from './icon.tsx'
import { UnknownFilters } from './unknown-filters.tsx'

/** How long after the last key a list is asked anew. */
const TYPED_MS = 250

type Bound<F extends Filters> = {
  values: FilterValues<F>
  set(changed: FilterValues<F>): void
  clear(): void
  any: boolean
  unknown: readonly string[]
  dismiss(): void
}
type Props<F extends Filters> = {
  filters: F
  bound: Bound<F>
  /** What each is called; of a choice, also what its values are called. */
  labels: { [Name in keyof F]: string }
  values?: Record<string, string>
  /** Of filters `among`: what there is. */
  options?: Partial<Record<keyof F, readonly ComboOption[]>>
  /** Why the list could not be had: what is wrong with a filter is said below it. */
  error?: AskError | null
}

/** `bound` is what `useFilters(filters)` gave. */
export function FilterBar<F extends Filters>({
  filters,
  bound,
  labels,
  values = {},
  options = {},
  error,
}: Props<F>) {
  const say = useWords(partWords)
  // Of the operator's lists: things are found in the company that is chosen.
  const company = 'company_id' in filters ? String(bound.values.company_id ?? '') || null : undefined
  const set = bound.set as (changed: Record<string, unknown>) => void
  return (
    <search className="filters" aria-label={say.filters}>
      {Object.entries(filters).map(([name, filter]) => (
        <One
          key={name}
          filter={filter}
          label={labels[name]!}
          values={values}
          options={options[name] ?? []}
          error={error?.of(name)}
          company={company}
          value={bound.values[name]}
          onChange={(value) => set({ [name]: value })}
        />
      ))}
      {bound.any && (
        <Button look="plain" icon="close" onClick={bound.clear}>
          {say.clearFilters}
        </Button>
      )}
      <UnknownFilters bound={bound} labels={labels} />
    </search>
  )
}

type OneProps = {
  filter: Filter
  label: string
  values: Record<string, string>
  options: readonly ComboOption[]
  error: string | undefined
  /** As `FoundProps` have it. */
  company: string | null | undefined
  value: string | readonly string[] | undefined
  onChange(value: string | readonly string[] | undefined): void
}

function One(props: OneProps) {
  const { filter, label, values, company, value, onChange } = props
  const say = useWords(partWords)
  if (filter.kind === 'text' || filter.kind === 'amount' || filter.kind === 'email')
    return <Typed {...props} />
  if (filter.kind === 'found')
    return (
      <FoundFilter
        of={filter.of}
        label={label}
        company={company}
        value={value && String(value)}
        onChange={onChange}
      />
    )
  if (filter.kind === 'day')
    return <DayInput label={label} value={value && String(value)} onChange={onChange} />
  if (filter.kind === 'among') return <Among {...props} />
  const options = filter.of.map((one) => ({ value: one, label: values[one] ?? one }))
  if (filter.kind === 'choice')
    return (
      <Select
        label={label}
        value={String(value ?? '')}
        onChange={({ target }) => onChange(target.value || undefined)}
        options={[{ value: '', label: say.any(label) }, ...options]}
      />
    )
  return <Several label={label} options={options} value={[value ?? []].flat()} onChange={onChange} />
}

/** What the page does not list stands by itself: an address may name one that is gone. */
function Among({ label, options, value, onChange }: OneProps) {
  const said = value === undefined ? null : String(value)
  const lacks = said !== null && !options.some((option) => option.value === said)
  return (
    <Combobox
      label={label}
      options={lacks ? [{ value: said, label: said }, ...options] : options}
      value={said}
      onChange={(chosen) => onChange(chosen ?? undefined)}
    />
  )
}

/** Asked for when the typing rests; what the address says from elsewhere (Back, a saved view) is shown. */
function Typed({ filter, label, value = '', error, onChange }: OneProps) {
  const say = useWords(partWords)
  const [typed, setTyped] = useState(String(value))
  const isOne = { amount: isAmount, email: isWholeAddress }
  const isTyped = filter.kind === 'amount' || filter.kind === 'email'
  const lacks = isTyped && typed.trim() !== '' && !isOne[filter.kind](typed.trim())
  useEffect(() => setTyped(String(value)), [value])
  useEffect(() => {
    if (typed === value || lacks) return
    const timer = setTimeout(() => onChange(typed.trim() || undefined), TYPED_MS)
    return () => clearTimeout(timer)
  }, [typed, value, lacks, onChange])
  return (
    <Input
      label={label}
      type="search"
      {...(filter.kind === 'amount' && { inputMode: 'decimal' as const })}
      error={
        lacks
          ? filter.kind === 'email'
            ? say.wholeAddress
            : say.noAmount
          : typed === value
            ? error
            : undefined
      }
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
      autoComplete="off"
    />
  )
}

function Several({
  label,
  options,
  value,
  onChange,
}: {
  label: string
  options: { value: string; label: string }[]
  value: readonly string[]
  onChange(value: readonly string[] | undefined): void
}) {
  const say = useWords(partWords)
  const chosen = options.filter((option) => value.includes(option.value)).map((option) => option.label)
  const toggle = (one: string) => {
    const next = value.includes(one) ? value.filter((other) => other !== one) : [...value, one]
    onChange(next.length > 0 ? next : undefined)
  }
  return (
    <div className="field">
      <span aria-hidden="true" className="label">
        {label}
      </span>
      <Popover.Root>
        <Popover.Trigger className="control several">
          <span className="unseen">{label}: </span>
          <span className="cut">{chosen.join(', ') || say.any(label)}</span>
          <Icon name="chevron" size={16} />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner sideOffset={6} align="start">
            <Popover.Popup className="menu" aria-label={label}>
              {options.map((option) => (
                <Checkbox
                  key={option.value}
                  label={option.label}
                  checked={value.includes(option.value)}
                  onChange={() => toggle(option.value)}
                />
              ))}
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    </div>
  )
}
