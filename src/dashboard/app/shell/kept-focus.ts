import { useEffect } from 'react'

/** A dialog that closes gives the focus back within this. */
const GIVEN_BACK_MS = 150

/**
 * What had the focus and is no more (the button of a row that was deleted by it) leaves it at the heading of
 * its page, not at the top of the document: whoever has a keyboard only goes on from there (WCAG 2.4.3).
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: Element | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    const keep = (event: FocusEvent) => {
      last = event.target as Element
    }
    const look = () => {
      if (last?.isConnected !== false) return
      clearTimeout(timer)
      timer = setTimeout(() => {
        if (document.activeElement !== document.body) return
        document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true })
      }, GIVEN_BACK_MS)
      last = null
    }
    const watch = new MutationObserver(look)
    document.addEventListener('focusin', keep)
    watch.observe(document.body, { childList: true, subtree: true })
    return () => {
      clearTimeout(timer)
      watch.disconnect()
      document.removeEventListener('focusin', keep)
    }
  }, [])
}
