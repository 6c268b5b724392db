import { useNavigate } from '@tanstack/react-router'
import { type ComponentType, useCallback, useEffect, useRef, useState } from 'react'
import { want } from '../data/deeds.ts'
import { whenReached } from '../data/loading.ts'
import { useSees } from '../data/session.tsx'
import { useAddress } from '../parts/page-link.tsx'
import { useToast } from '../parts/toasts.tsx'
import { partWords } from '../words/part-words.ts'
import { useWords } from '../words/words.ts'
import { usePages } from './page-list.ts'
import { useTypedAhead } from './typed-ahead.ts'
import { isTyping } from './typing.ts'

type Layer = ComponentType<{ onClose(): void; onHelp(): void; begun: string }>
const loads = {
  palette: whenReached(() => import('./palette.tsx')),
  help: whenReached(() => import('./shortcut-help.tsx')),
}

/** The second key of `g t` comes within this. */
const SECOND_MS = 1_500
/** No `g` was pressed. Not 0: a page that has just been loaded is younger than the time for a second key. */
const NEVER = Number.NEGATIVE_INFINITY

/** For whoever has no keyboard: the button beside the navigation opens the palette too. */
export const openPalette = () => document.dispatchEvent(new Event('jetpay:palette'))

/**
 * Keys that work on every page; the palette and the sheet that tells of them are loaded when they are opened.
 */
export function Shortcuts() {
  const [Shown, setShown] = useState<Layer | null>(null)
  const { begun, begin, hand, end } = useTypedAhead()
  const toast = useToast()
  const say = useWords(partWords)
  // Loaded first: what cannot be must not take the page's place.
  const show = useCallback(
    (what: keyof typeof loads) => {
      want(undefined)
      begin()
      void loads[what]().then(
        (layer: { default: Layer }) => {
          if (what === 'palette') hand()
          else end()
          setShown(() => layer.default)
        },
        () => {
          end()
          toast({ title: say.unreached, tone: 'bad' })
        },
      )
    },
    [toast, say, begin, hand, end],
  )
  const first = useRef(NEVER)
  const pages = usePages()
  const sees = useSees()
  const navigate = useNavigate()
  const address = useAddress()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        show('palette')
        return
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return
      if (performance.now() - first.current < SECOND_MS) {
        first.current = NEVER
        const page = pages.find((page) => page.key === event.key && sees(page))
        if (!page) return
        event.preventDefault()
        void navigate({ to: address(page, {}) })
      } else if (event.key === 'g') first.current = performance.now()
      else if (event.key === '?') show('help')
      else if (event.key === '/') {
        const filter = document.querySelector<HTMLElement>('search input')
        if (!filter) return
        event.preventDefault()
        filter.focus()
      }
    }
    const onPalette = () => show('palette')
    document.addEventListener('keydown', onKey)
    document.addEventListener('jetpay:palette', onPalette)
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('jetpay:palette', onPalette)
    }
  }, [pages, navigate, address, sees, show])
  const close = () => {
    end()
    setShown(null)
  }
  return Shown && <Shown onClose={close} onHelp={() => show('help')} begun={begun} />
}
