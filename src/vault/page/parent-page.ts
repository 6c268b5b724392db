/**
 * Talks to the page around this one: only to origins that the platform named, and never card data. The
 * messages are public (docs/embed.md): what changes them makes another version.
 */
import type { PageConfig, PageMessage } from './page-config.ts'

/** Of the messages, said in each. */
const VERSION = 1

export const framed = window.parent !== window

/**
 * The origins to address. Where the browser says who the parent is (all but older Firefox) that one if it is
 * allowed; elsewhere every allowed one, and the browser drops those that are not the parent.
 */
function targets(allowed: readonly string[]): readonly string[] {
  if (!framed) return []
  const parent = location.ancestorOrigins?.[0]
  return parent === undefined ? allowed : allowed.filter((origin) => origin === parent)
}

/** What sends messages to the parent page; it does nothing without an allowed one. */
export function parentPage(config: PageConfig): (message: PageMessage) => void {
  const origins = targets(config.allowedOrigins)
  const common = { source: 'jetpay', version: VERSION, credit_card_id: config.creditCardId }
  return (message) => {
    for (const origin of origins) window.parent.postMessage({ ...common, ...message }, origin)
  }
}

/**
 * Tells the parent how high the page is, now and whenever that changes, so that the frame needs no scroll
 * bar.
 */
export function reportHeight(send: (message: PageMessage) => void): void {
  let reported = 0
  const report = () => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height)
    if (height !== reported) send({ type: 'resize', height })
    reported = height
  }
  new ResizeObserver(report).observe(document.documentElement)
}
