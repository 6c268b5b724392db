import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react'
import { useErrorText } from '../words/error-text.ts'
import { partWords } from '../words/part-words.ts'
import { useWords } from '../words/words.ts'

type Common = {
  label: string
  /** Below it: what is expected. */
  hint?: ReactNode
  /** What is wrong with it, from the API (`error.of('email')`) or the page. */
  error?: string | undefined
  /** The label is read out and not shown (in a filter bar). */
  quiet?: boolean
}
type Drawn = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined }

/** What is wrong with a group of fields that has no control of its own, in the reader's language. */
export function FieldError({ id, children }: { id?: string; children: string | undefined }) {
  const errorText = useErrorText()
  return (
    children && (
      <p className="error" id={id}>
        {errorText(children)}
      </p>
    )
  )
}

/** Label, control, hint and error, tied together. Inputs and selects below are made of it. */
export function Field({
  label,
  hint,
  error,
  quiet,
  required,
  children,
}: Common & { required?: boolean | undefined; children: (drawn: Drawn) => ReactNode }) {
  const id = useId()
  const say = useWords(partWords)
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className="field">
      <label htmlFor={id} className={quiet ? 'unseen' : undefined}>
        {label}
        {required && (
          <span className="soft" aria-hidden="true">
            {' '}
            ({say.required})
          </span>
        )}
      </label>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <FieldError id={`${id}-error`}>{error}</FieldError>
    </div>
  )
}

/**
 * How much longer than the API takes it: told while it is typed, as a browser's own limit cuts what is
 * pasted.
 */
const tooLong = (value: unknown, most: number | undefined) =>
  typeof value === 'string' && most !== undefined && [...value.normalize('NFC').trim()].length > most
    ? `must have at most ${most} characters`
    : undefined

/** `maxLength`: characters that the API takes; of a `value` that has more it is said at once. */
export function Input({
  label,
  hint,
  error,
  quiet,
  maxLength,
  ...rest
}: Common & InputHTMLAttributes<HTMLInputElement>) {
  const wrong = error ?? tooLong(rest.value, maxLength)
  return (
    <Field {...{ label, hint, error: wrong, required: rest.required }} {...(quiet && { quiet })}>
      {(drawn) => <input className="control" type="text" {...rest} {...drawn} />}
    </Field>
  )
}

/** Several lines; `maxLength` as of an `Input`. */
export function TextArea({
  label,
  hint,
  error,
  maxLength,
  ...rest
}: Common & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const wrong = error ?? tooLong(rest.value, maxLength)
  return (
    <Field {...{ label, hint, error: wrong, required: rest.required }}>
      {(drawn) => <textarea className="control" rows={3} {...rest} {...drawn} />}
    </Field>
  )
}

type Option = { value: string; label: string }

/** One of a few. The browser's own list: it works with every keyboard, finger and reader. */
export function Select({
  label,
  hint,
  error,
  quiet,
  options,
  ...rest
}: Common & SelectHTMLAttributes<HTMLSelectElement> & { options: readonly Option[] }) {
  return (
    <Field {...{ label, hint, error, required: rest.required }} {...(quiet && { quiet })}>
      {(drawn) => (
        <select className="control" {...rest} {...drawn}>
          {options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

export function Checkbox({
  label,
  quiet,
  ...rest
}: { label: string; quiet?: boolean } & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <label className="checkbox">
      <input type="checkbox" {...rest} />
      <span className={quiet ? 'unseen' : undefined}>{label}</span>
    </label>
  )
}
