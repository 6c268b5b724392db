import type { FormEvent, ReactNode } from 'react'
import { PageHeader } from '../../parts/page-header.tsx'
import { Problem } from '../../parts/problem-text.tsx'

/** A page of somebody who is not signed in: one form in the middle. */
export function Alone({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main id="content" className="alone" tabIndex={-1}>
      <section className="panel stack">
        <PageHeader title={title} />
        {children}
      </section>
    </main>
  )
}

/** A form that is sent once at a time, with what went wrong above its button. */
export function Form({
  error,
  busy,
  onSubmit,
  children,
}: {
  error: unknown
  busy: boolean
  onSubmit(): void
  children: ReactNode
}) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!busy) onSubmit()
  }
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <Problem of={error} />
      {children}
    </form>
  )
}
