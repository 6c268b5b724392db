import { useEffect, useRef } from 'react'
import { useOpenedLevels } from '../data/opened-levels.ts'
import { useWords } from '../words/words.ts'
import { Dialog } from './dialog.tsx'
import { explainWords } from './explain-words.ts'
import { ExplanationTable, PartName, PartsOfEachOther } from './explanation.tsx'
import { type Amount, Money } from './money.tsx'

type Props = { amount: Amount; currency: string; path: string; name: string }

/**
 * An amount that opens what it is made of, level by level, down to the files behind it. `path` is its
 * `GET …/explain`, `name` what the amount is.
 */
export function Explained(props: Props) {
  return (
    <>
      <ExplainButton {...props} />
      <OpenedExplanation first={props.path} name={props.name} />
    </>
  )
}

/** The amount alone, where there are many: one `OpenedExplanation` beside them shows which is open. */
export function ExplainButton({ amount, currency, path, name }: Props) {
  const say = useWords(explainWords)
  const { open } = useOpenedLevels(path)
  return (
    <button type="button" className="explain" onClick={() => open([path])}>
      <Money amount={amount} currency={currency} />
      <span className="unseen">
        , {name}: {say.explain}
      </span>
    </button>
  )
}

/** What the address says is open of the amount at the path `first`, or at any that it fits. */
export function OpenedExplanation({ first, name }: { first: string | RegExp; name: string }) {
  const say = useWords(explainWords)
  const { paths, open } = useOpenedLevels(first)
  const [path] = paths
  return (
    <Dialog open={path !== undefined} onClose={() => open([])} title={say.made} look="wide">
      {path !== undefined && <Levels name={name} path={path} />}
    </Dialog>
  )
}

/**
 * What the amount called `name` is made of, level by level, each of which leads back to those before. The
 * address has which are open; the focus follows.
 */
export function Levels({ name, path: first }: { name: string; path: string }) {
  const say = useWords(explainWords)
  const { paths, open } = useOpenedLevels(first)
  const heading = useRef<HTMLHeadingElement>(null)
  const moved = useRef(false)
  const levels = paths.length > 0 ? paths : [first]
  const last = levels.at(-1)!
  const nameAt = (at: number) =>
    at === 0 ? name : <PartName key={levels[at]} path={levels[at]!} of={levels[at - 1]!} />
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each level, not at the first
  useEffect(() => {
    if (moved.current) heading.current?.focus()
    moved.current = true
  }, [last])
  return (
    <div className="stack">
      {levels.length > 1 && (
        <nav aria-label={say.levels}>
          <ol className="row crumbs">
            {levels.slice(0, -1).map((path, at) => (
              <li key={path}>
                <button type="button" className="link" onClick={() => open(levels.slice(0, at + 1))}>
                  {nameAt(at)}
                </button>
              </li>
            ))}
          </ol>
        </nav>
      )}
      <h3 ref={heading} tabIndex={-1}>
        {nameAt(levels.length - 1)}
      </h3>
      <PartsOfEachOther levels={levels}>
        <ExplanationTable key={last} path={last} onOpen={(path) => open([...levels, path])} />
      </PartsOfEachOther>
    </div>
  )
}
