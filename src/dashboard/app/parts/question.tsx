import { type ReactNode, useState } from 'react'
import { useWrite, type Written } from '../data/queries.ts'
import { Button } from './button.tsx'
import type { Facts } from './description-list.tsx'
import { ConfirmDialog } from './dialog.tsx'
import { MoneyButton } from './money-button.tsx'
import { useToast } from './toasts.tsx'

export type QuestionProps<T = unknown> = {
  /** On the button that opens it, and on the one that does it. */
  verb: string
  /** Read out behind the verb, so that two rows' buttons differ. */
  about?: string | undefined
  /** What it does is refused to a company that takes no money now: its button says so. */
  takesMoney?: boolean
  title: string
  /** What will happen, in plain words. */
  description: ReactNode
  /** What it is about: the amount, who, which. */
  facts?: Facts | undefined
  look?: 'primary' | 'bad'
  icon?: Parameters<typeof Button>[0]['icon']
  written(): Written
  /** What is to be chosen first: asked for in its field (`errorOf`), and nothing is written without it. */
  lacks?: { field: string; words: string } | undefined
  /** What is asked anew after it (`useWrite`). */
  concerns: readonly string[]
  /** Said once it is done; nothing where the page shows it by itself. */
  done?: string
  onDone?: (answer: T) => void
  /** What is to be filled in first; as a function it is told what is wrong with a field. */
  children?: ReactNode | ((errorOf: (path: string) => string | undefined) => ReactNode)
}

/** A button for what cannot be taken back: a plain question first, and in it what the API refused. */
export function Question<T = unknown>({
  verb,
  about,
  takesMoney = false,
  title,
  description,
  facts,
  look = 'primary',
  icon,
  written,
  lacks,
  concerns,
  done,
  onDone,
  children,
}: QuestionProps<T>) {
  const toast = useToast()
  const [open, setOpen] = useState(false)
  const [asked, setAsked] = useState(false)
  const write = useWrite<T>(concerns)
  const close = () => {
    setOpen(false)
    setAsked(false)
    write.reset()
  }
  const errorOf = (path: string) => (asked && lacks?.field === path ? lacks.words : write.error?.of(path))
  const Opens = takesMoney ? MoneyButton : Button
  return (
    <>
      <Opens look={look === 'bad' ? 'bad' : 'normal'} {...(icon && { icon })} onClick={() => setOpen(true)}>
        <span className="number">{verb}</span>
        {about && <span className="unseen"> {about}</span>}
      </Opens>
      <ConfirmDialog
        open={open}
        onClose={close}
        title={title}
        description={description}
        facts={facts}
        confirm={verb}
        look={look}
        busy={write.isPending}
        error={write.error}
        onConfirm={() => {
          if (lacks) return setAsked(true)
          // Also where its row is gone by then, which a callback of `mutate` would not outlive.
          write.mutateAsync(written()).then(
            (answer) => {
              if (write.wasLeft()) return
              close()
              if (done) toast({ title: done })
              onDone?.(answer)
            },
            // Shown in the question.
            () => undefined,
          )
        }}
      >
        {typeof children === 'function' ? children(errorOf) : children}
      </ConfirmDialog>
    </>
  )
}
