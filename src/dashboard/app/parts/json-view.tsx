import { CopyButton } from './copy-button.tsx'

/** A value as JSON, as it is; long texts break, nothing is hidden. */
export function JsonView({ value, label }: { value: unknown; label: string }) {
  const text = JSON.stringify(value, null, 2)
  return (
    <figure className="json" aria-label={label}>
      <CopyButton text={text} name={label} />
      <pre className="mono">{text}</pre>
    </figure>
  )
}
