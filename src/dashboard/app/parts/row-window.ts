import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useLayoutEffect, useState } from 'react'

/** Below this all rows are drawn: find-in-page and printing work on them. */
const DRAWN_MAX = 150
/** Of a row before it was measured. */
const ROW_PX = 45
/** Rows above and below the screen, so that a quick scroll and Tab find some. */
const BEYOND = 15

/** Of many rows those that are on the screen, and the room of those that are not. */
export function useRowWindow<Row>(body: RefObject<HTMLElement | null>, rows: readonly Row[]) {
  const many = rows.length > DRAWN_MAX
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    if (many && body.current) setTop(body.current.getBoundingClientRect().top + window.scrollY)
  }, [many, body])
  const virtual = useWindowVirtualizer({
    count: many ? rows.length : 0,
    // Of few it asks the browser nothing: where the page is scrolled to has all of it laid out.
    enabled: many,
    ...(!many && { initialOffset: 0 }),
    estimateSize: () => ROW_PX,
    overscan: BEYOND,
    scrollMargin: top,
  })
  if (!many) return { shown: rows.map((row, index) => ({ row, index })), above: 0, below: 0 }
  const items = virtual.getVirtualItems()
  return {
    shown: items.map(({ index }) => ({ row: rows[index]!, index })),
    above: (items[0]?.start ?? top) - top,
    below: virtual.getTotalSize() - ((items.at(-1)?.end ?? top) - top),
  }
}
