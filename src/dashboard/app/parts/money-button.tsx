import type { ComponentProps } from 'react'
import { NOTICE, useStopped } from '../data/stopped.ts'
import { stoppedWords } from '../words/stopped-words.ts'
import { useWords } from '../words/words.ts'
import { Button } from './button.tsx'

/**
 * A button for what takes money, or makes something that will. A company that its operator has stopped is
 * told so before it fills anything in: the button is there, says why it does nothing, and points to the
 * notice above the page.
 */
export function MoneyButton({ onClick, ...rest }: ComponentProps<typeof Button>) {
  const say = useWords(stoppedWords)
  const stopped = useStopped()
  if (!stopped) return <Button {...rest} onClick={onClick} />
  return <Button {...rest} aria-disabled title={say.why[stopped]} aria-describedby={NOTICE} />
}
