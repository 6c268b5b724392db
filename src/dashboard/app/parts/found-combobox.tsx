import { Combobox, type ComboOption } from './combobox.tsx'

type Props = {
  label: string
  /** Said where nothing is found. */
  none?: string | undefined
  value: string | undefined
  /** What `value` is called, or its id as long as that is not known. */
  chosen: ComboOption | undefined
  /** What is found for what is typed. */
  found: readonly ComboOption[]
  onChange(id: string | undefined): void
  onType(text: string): void
}

/**
 * The field of a filter by something that has an id. What is chosen stands first and as it is called there,
 * whatever the server finds of it beside: the field shows its label, and another one would be typed anew.
 */
export function FoundCombobox({ label, none, value, chosen, found, onChange, onType }: Props) {
  const options = new Map<string, ComboOption>()
  for (const one of chosen ? [chosen, ...found] : found)
    if (!options.has(one.value)) options.set(one.value, one)
  return (
    <Combobox
      label={label}
      {...(none !== undefined && { none })}
      options={[...options.values()]}
      value={value ?? null}
      onChange={(id) => onChange(id ?? undefined)}
      onType={onType}
    />
  )
}
