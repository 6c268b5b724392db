import { useEffect, useLayoutEffect, useRef, useState } from 'react'

/** Pointed at for so long: somebody wants to know, and does not only pass. */
const REST_MS = 500
/** From the moment to what it says, which may be pointed at too (WCAG 1.4.13). */
const LEAVE_MS = 150
/** Between the moment and what it says, and to the edge of the screen. */
const GAP_PX = 6
const EDGE_PX = 8

const momentOf = ({ target }: Event) =>
  target instanceof Element ? target.closest<HTMLElement>('.moment') : null

/**
 * What all moments of the page say exactly once they are pointed at, focused or touched: one for all, since a
 * list has hundreds of them and one for each would take a third of the time in which it is drawn. To a reader
 * each says it by itself.
 */
export function MomentTip() {
  const [moment, setMoment] = useState<HTMLElement | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    let shown: HTMLElement | null = null
    let next: HTMLElement | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    const show = (of: HTMLElement | null) => {
      clearTimeout(timer)
      shown = of
      next = of
      setMoment(of)
    }
    const showSoon = (of: HTMLElement | null, ms: number) => {
      if (next === of) return
      clearTimeout(timer)
      next = of
      if (of !== shown) timer = setTimeout(show, ms, of)
    }
    const on = <Name extends keyof DocumentEventMap>(
      name: Name,
      act: (event: DocumentEventMap[Name]) => void,
    ) => document.addEventListener(name, act, { signal: stop.signal })
    on('pointerover', (event) => {
      if (event.pointerType === 'touch') return
      if (event.target instanceof Element && event.target.closest('.moment-tip')) showSoon(shown, 0)
      else showSoon(momentOf(event), momentOf(event) ? REST_MS : LEAVE_MS)
    })
    on('focusin', (event) => {
      const of = momentOf(event)
      // By touch it has been shown before it gets the focus.
      if (of === null || of !== shown) show(of?.matches(':focus-visible') ? of : null)
    })
    on('focusout', () => show(null))
    on('pointerdown', (event) => show(event.pointerType === 'touch' ? momentOf(event) : null))
    on('keydown', ({ key }) => {
      if (key === 'Escape') show(null)
    })
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [])
  return moment && <Tip key={moment.dataset.exact} of={moment} />
}

function Tip({ of }: { of: HTMLElement }) {
  const tip = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const place = () => {
      if (!tip.current) return
      const at = of.getBoundingClientRect()
      const { offsetWidth: width, offsetHeight: height } = tip.current
      const below = at.bottom + GAP_PX
      const fits = below + height + EDGE_PX <= innerHeight
      tip.current.style.left = `${Math.max(EDGE_PX, Math.min(at.left, innerWidth - width - EDGE_PX))}px`
      tip.current.style.top = `${fits ? below : at.top - height - GAP_PX}px`
    }
    place()
    addEventListener('scroll', place, { capture: true, passive: true })
    addEventListener('resize', place)
    return () => {
      removeEventListener('scroll', place, { capture: true })
      removeEventListener('resize', place)
    }
  }, [of])
  return (
    <div ref={tip} className="tooltip moment-tip" aria-hidden="true">
      {of.dataset.exact}
    </div>
  )
}
