import { useCallback, useEffect, useRef, useState } from 'react'
import { isTyping } from './typing.ts'

/**
 * What is typed while something that is typed into is still being loaded: whoever presses Ctrl K goes on
 * typing, and those keys are no shortcuts. `hand` gives what was typed as `begun` to what is there now, and
 * what comes until its field has the focus too; `end` where there is no field, or none any more.
 */
export function useTypedAhead() {
  const typed = useRef<string | null>(null)
  const isHanded = useRef(false)
  const [begun, setBegun] = useState('')
  const end = useCallback(() => {
    typed.current = null
    isHanded.current = false
  }, [])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { key } = event
      if (typed.current === null || event.ctrlKey || event.metaKey || event.altKey) return
      if (isTyping(event)) {
        if (isHanded.current) end()
        return
      }
      if (key !== 'Backspace' && [...key].length !== 1) return
      event.preventDefault()
      event.stopPropagation()
      typed.current = key === 'Backspace' ? typed.current.slice(0, -1) : typed.current + key
      if (isHanded.current) setBegun(typed.current)
    }
    document.addEventListener('keydown', onKey, { capture: true })
    return () => document.removeEventListener('keydown', onKey, { capture: true })
  }, [end])
  const begin = useCallback(() => {
    typed.current ??= ''
  }, [])
  const hand = useCallback(() => {
    setBegun(typed.current ?? '')
    isHanded.current = true
  }, [])
  return { begun, begin, hand, end }
}
