import { Dialog as Base } from '@base-ui/react/dialog'
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { forgetTyped, noteTyped } from '../data/typed.ts'
import { partWords } from '../words/part-words.ts'
import { useWords } from '../words/words.ts'
import { Button } from './button.tsx'
import { DescriptionList, type Facts } from './description-list.tsx'
import { useHoldsRows } from './held-rows.ts'
import { Problem } from './problem-text.tsx'

type Props = {
  open: boolean
  onClose(): void
  title: string
  /** Below the title, one or two sentences. */
  description?: ReactNode
  children?: ReactNode
  /** `sheet` comes from the side. */
  look?: 'box' | 'sheet' | 'wide'
  /** It shows what is never shown again: a slip of a key does not close it, its buttons do. */
  once?: boolean
  /** Whether a press beside it closes it; one that belongs to a double click never does. */
  pressBeside?: 'closes' | 'closes-unless-typed' | 'never'
}

/** Within this of the press before, one is the second of a double click, whatever lies under it by then. */
const DOUBLE_MS = 500

/**
 * Whether the last press came so soon behind another, or behind what opened it, that it was not meant for
 * this.
 */
function useSecondPress(open: boolean) {
  const isSecond = useRef(false)
  useEffect(() => {
    if (!open) return
    let before = performance.now()
    const note = () => {
      const now = performance.now()
      isSecond.current = now - before < DOUBLE_MS
      before = now
    }
    document.addEventListener('pointerdown', note, { capture: true })
    return () => document.removeEventListener('pointerdown', note, { capture: true })
  }, [open])
  return isSecond
}

/** Those that a person reaches: a checkbox has a field of its own beside it that nobody does. */
const FIELDS = ['input', 'select', 'textarea'].map((one) => `${one}:enabled:not([tabindex="-1"])`).join()

/**
 * Holds the focus, closes by Escape and, where nothing is lost by it, by a press beside it, and gives the
 * focus back.
 */
export function Dialog({
  open,
  onClose,
  title,
  description,
  children,
  look = 'box',
  once = false,
  pressBeside = 'closes-unless-typed',
}: Props) {
  const say = useWords(partWords)
  const popup = useRef<HTMLDivElement>(null)
  const isTyped = useRef(false)
  /** No field was there when it opened: what fills it was still asked for. */
  const waitsForField = useRef(false)
  const isSecondPress = useSecondPress(open)
  useHoldsRows(open)
  useEffect(() => {
    if (!open) return
    isTyped.current = false
    return () => forgetTyped(isTyped)
  }, [open])
  useEffect(() => {
    if (!open || !waitsForField.current) return
    const field = popup.current?.querySelector<HTMLElement>(FIELDS)
    if (!field) return
    waitsForField.current = false
    // Whoever has gone on since stays where they are.
    if (document.activeElement?.closest('header')?.parentElement === popup.current) field.focus()
  })
  const staysAt = (reason: string) => {
    if (reason === 'escape-key') return once
    if (reason !== 'outside-press' && reason !== 'focus-out') return false
    const isKept = pressBeside === 'never' || (pressBeside === 'closes-unless-typed' && isTyped.current)
    return once || isKept || isSecondPress.current
  }
  return (
    <Base.Root
      open={open}
      onOpenChange={(open, { reason }) => {
        if (!open && !staysAt(reason)) onClose()
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup
          ref={popup}
          onInput={() => {
            isTyped.current = true
            noteTyped(isTyped)
          }}
          className={`dialog ${look}`}
          // What is to be filled in comes first; the button that closes is where one is without it.
          initialFocus={() => {
            const field = popup.current?.querySelector<HTMLElement>(FIELDS)
            waitsForField.current = !field
            return field ?? true
          }}
        >
          <header className="row spread">
            <Base.Title>{title}</Base.Title>
            <Base.Close render={<Button look="plain" icon="close" iconOnly />}>{say.close}</Base.Close>
          </header>
          {description && <Base.Description className="soft">{description}</Base.Description>}
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

type Confirm = Omit<Props, 'children' | 'look' | 'once' | 'pressBeside'> & {
  /** The verb on the button, with the amount where money moves: `Refund $50.25`. */
  confirm: string
  look?: 'primary' | 'bad'
  busy?: boolean
  /** What it is about has changed: it cannot be confirmed before that was looked at. */
  shut?: boolean
  error?: unknown
  onConfirm(): void
  /** What it is about: the amount, who, which. */
  facts?: Facts | undefined
  /** What is to be filled in first. */
  children?: ReactNode
}

/**
 * A plain question before what cannot be taken back: the description says what will happen, the button says
 * it again. It stays open while the request runs and when it is refused, with what the API said; a press
 * beside it answers nothing.
 */
export function ConfirmDialog({
  confirm,
  look = 'primary',
  busy,
  shut = false,
  error,
  onConfirm,
  facts,
  children,
  ...rest
}: Confirm) {
  const say = useWords(partWords)
  const form = useId()
  const [typed, setTyped] = useState(false)
  useEffect(() => {
    if (!rest.open) setTyped(false)
  }, [rest.open])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!busy && !shut) onConfirm()
  }
  return (
    <Dialog {...rest} pressBeside="never">
      <form id={form} onSubmit={submit} onInput={() => setTyped(true)} className="stack" noValidate>
        {facts && <DescriptionList items={facts} />}
        {children}
        <Problem of={error} typed={typed} />
        <footer className="row end">
          <Button onClick={rest.onClose}>{say.cancel}</Button>
          <Button type="submit" look={look} busy={busy} aria-disabled={shut || undefined}>
            {confirm}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
