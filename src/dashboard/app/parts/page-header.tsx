import { useMatch } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { shellWords } from '../words/shell-words.ts'
import { useWords } from '../words/words.ts'
import { useAnnounce } from './announcer.tsx'
import { arrived } from './arrival.ts'

type Props = {
  title: string
  /** Above the title: where this page belongs. */
  above?: ReactNode
  /** Beside the title: a state, for instance. */
  beside?: ReactNode
  /** Below it, one line. */
  children?: ReactNode
  /** What can be done here. */
  actions?: ReactNode
}

/**
 * The head of every page: its heading is the window's title, and after a move within the dashboard it gets
 * the focus and is announced, so that nobody is left where the page before ended.
 */
export function PageHeader({ title, above, beside, children, actions }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  // Of its own route: the page before is still there while the next one is loaded, and must not take its
  // place.
  const pathname = useMatch({ strict: false, select: (match) => match.pathname })
  const announce = useAnnounce()
  const say = useWords(shellWords)
  useEffect(() => {
    document.title = `${title} · Jetpay`
  }, [title])
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each new page, not at a new title
  useEffect(() => {
    if (!arrived(pathname)) return
    heading.current?.focus({ preventScroll: true })
    announce(say.opened(title))
  }, [pathname])
  return (
    <header className="page-header">
      <div className="page-title">
        {above && <div className="above">{above}</div>}
        <div className="row">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {beside}
        </div>
        {children && <p className="soft">{children}</p>}
      </div>
      {actions && <div className="row actions">{actions}</div>}
    </header>
  )
}
