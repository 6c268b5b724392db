import { useText } from '../data/queries.ts'
import { CopyButton } from './copy-button.tsx'
import { indentJson } from './indent-json.ts'
import { Loaded } from './states.tsx'

/** A value as JSON, as it is; long texts break, nothing is hidden. */
export const JsonView = ({ value, label }: { value: unknown; label: string }) => (
  <JsonText text={JSON.stringify(value, null, 2)} label={label} />
)

/** What the API answers at this path, to the letter: `12.00` is a number there, and stays one. */
export function AnswerView({ path, label }: { path: string; label: string }) {
  const answer = useText(path)
  return <Loaded of={answer}>{(text) => <SentJson text={text} label={label} />}</Loaded>
}

/** JSON as it was sent, on lines of its own. */
export const SentJson = ({ text, label }: { text: string; label: string }) => (
  <JsonText text={indentJson(text)} label={label} />
)

const JsonText = ({ text, label }: { text: string; label: string }) => (
  <figure className="json" aria-label={label}>
    <CopyButton text={text} name={label} />
    <pre className="mono">{text}</pre>
  </figure>
)
