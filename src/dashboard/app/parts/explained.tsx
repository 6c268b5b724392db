import { useEffect, useRef, useState } from 'react'
import { useWords } from '../words/words.ts'
import { Dialog } from './dialog.tsx'
import { explainWords } from './explain-words.ts'
import { ExplanationTable, type Opened } from './explanation.tsx'
import { type Amount, Money } from './money.tsx'

/**
 * An amount that opens what it is made of, level by level, down to the files behind it. `path` is its
 * `GET …/explain`, `name` what the amount is.
 */
export function Explained({
  amount,
  currency,
  path,
  name,
}: {
  amount: Amount
  currency: string
  path: string
  name: string
}) {
  const say = useWords(explainWords)
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="explain" onClick={() => setOpen(true)}>
        <Money amount={amount} currency={currency} />
        <span className="unseen">
          , {name}: {say.explain}
        </span>
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} title={say.made} look="wide">
        {open && <Levels first={{ name, path }} />}
      </Dialog>
    </>
  )
}

/** Which levels are opened; each level before is a step back. The focus follows what is opened. */
export function Levels({ first }: { first: Opened }) {
  const say = useWords(explainWords)
  const [steps, setSteps] = useState<readonly Opened[]>([first])
  const heading = useRef<HTMLHeadingElement>(null)
  const moved = useRef(false)
  const last = steps.at(-1)!
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each level, not at the first
  useEffect(() => {
    if (moved.current) heading.current?.focus()
    moved.current = true
  }, [last.path])
  return (
    <div className="stack">
      {steps.length > 1 && (
        <nav aria-label={say.levels}>
          <ol className="row crumbs">
            {steps.slice(0, -1).map((step, at) => (
              <li key={step.path}>
                <button type="button" className="link" onClick={() => setSteps(steps.slice(0, at + 1))}>
                  {step.name}
                </button>
              </li>
            ))}
          </ol>
        </nav>
      )}
      <h3 ref={heading} tabIndex={-1}>
        {last.name}
      </h3>
      <ExplanationTable key={last.path} path={last.path} onOpen={(opened) => setSteps([...steps, opened])} />
    </div>
  )
}
