import { Combobox as Base } from '@base-ui/react/combobox'
import { useRef, useState } from 'react'
import { partWords } from '../words/part-words.ts'
import { useWords } from '../words/words.ts'
import { Field } from './field.tsx'
import { useHeldList } from './held-list.ts'
import { Icon } from './icon.tsx'

export type ComboOption = { value: string; label: string }

type Props = {
  label: string
  hint?: string
  error?: string | undefined
  required?: boolean
  options: readonly ComboOption[]
  value: string | null
  onChange(value: string | null): void
  /** Said where nothing is found, in place of that. */
  none?: string
  /** Where the options are found by the server: told of each text that is typed. */
  onType?: (text: string) => void
}

/** One of many, found by typing a part of it. */
export function Combobox({ label, hint, error, required, options, value, none, onChange, onType }: Props) {
  const say = useWords(partWords)
  const { shown, holdAtKeys, release } = useHeldList(options)
  const [isTyped, setIsTyped] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const typing = (text: string, details: Base.Root.ChangeEventDetails) => {
    const { reason } = details
    // What was chosen is gone, a moment after its text: where the address has it. What is typed since stays.
    if (reason === 'none' && isTyped && field.current === document.activeElement) return details.cancel()
    release()
    setIsTyped(reason === 'input-change' && text.trim() !== '')
    onType?.(text)
  }
  const chosen = options.find((option) => option.value === value) ?? null
  return (
    <Base.Root
      items={shown}
      value={chosen}
      onValueChange={(option: ComboOption | null) => onChange(option?.value ?? null)}
      // What is typed and entered takes the first of what it found. `always`, which the type of this part
      // lacks and what it is made of has: else a list that was empty until the server answered has no first.
      autoHighlight={(isTyped ? 'always' : true) as true}
      onItemHighlighted={holdAtKeys}
      onOpenChange={(open) => open || release()}
      onInputValueChange={typing}
      {...(onType && { filter: null })}
    >
      <Field {...{ label, hint, error, required }}>
        {(drawn) => (
          <div className="combobox">
            <Base.Input ref={field} className="control" {...drawn} />
            <Icon name="chevron" size={16} />
          </div>
        )}
      </Field>
      <Base.Portal>
        <Base.Positioner sideOffset={6}>
          <Base.Popup className="menu" aria-label={label}>
            <Base.Empty className="menu-empty">{none ?? say.noAnswer}</Base.Empty>
            <Base.List>
              {(option: ComboOption) => (
                <Base.Item key={option.value} value={option} className="menu-item">
                  <span className="menu-mark">
                    <Base.ItemIndicator>
                      <Icon name="check" size={16} />
                    </Base.ItemIndicator>
                  </span>
                  {option.label}
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
