import { Fragment, type ReactNode } from 'react'
import { partWords } from '../words/part-words.ts'
import { useWords } from '../words/words.ts'

/** Each by its name. */
export type Facts = readonly (readonly [string, ReactNode])[]

/** Names and what they are; what is null or empty is a dash, so that nobody looks for it. */
export function DescriptionList({ items }: { items: Facts }) {
  const say = useWords(partWords)
  return (
    <dl className="descriptions">
      {items.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value === null || value === undefined || value === '' ? say.none : value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}

/** A part of a page with a heading of its own. */
export function Panel({
  title,
  actions,
  children,
}: {
  title?: string
  actions?: ReactNode
  children: ReactNode
}) {
  return (
    <section className="panel">
      {title && (
        <header className="row spread">
          <h2>{title}</h2>
          {actions}
        </header>
      )}
      {children}
    </section>
  )
}
