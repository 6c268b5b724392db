import { useCallback, useEffect, useRef, useState } from 'react'
import { isTyping } from './typing.ts'

/**
 * What is typed while something that is typed into is still being loaded: whoever presses Ctrl K goes on
 * typing, and those keys are no shortcuts. `take` ends it, and `begun` is what was typed then.
 */
export function useTypedAhead() {
  const typed = useRef<string | null>(null)
  const [begun, setBegun] = useState('')
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { key } = event
      if (typed.current === null || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return
      if (key !== 'Backspace' && [...key].length !== 1) return
      event.preventDefault()
      event.stopPropagation()
      typed.current = key === 'Backspace' ? typed.current.slice(0, -1) : typed.current + key
    }
    document.addEventListener('keydown', onKey, { capture: true })
    return () => document.removeEventListener('keydown', onKey, { capture: true })
  }, [])
  const begin = useCallback(() => {
    typed.current ??= ''
  }, [])
  const take = useCallback(() => {
    setBegun(typed.current ?? '')
    typed.current = null
  }, [])
  return { begun, begin, take }
}
