/**
 * Mounts Jetpay's hosted card page in a page of yours. It makes the frame, keeps it as high as what is in it,
 * hears what the card page says and nobody else, and takes all of it away again. Card details go from the
 * frame to the platform; nothing of them comes here.
 *
 * What the callbacks say is for the person who waits. It is no proof: whether a card was saved, or a debit
 * paid, your backend hears by webhook.
 *
 * The messages and their versions: docs/embed.md.
 */

import type { FailReason } from '../client/generated/types.gen.ts'

/** The version of the messages that this file understands. */
export const PROTOCOL_VERSION = 1

/** Higher than any card page; a number beyond it is a mistake. CSS pixels. */
const HEIGHT_MAX = 2_000
/** Until the page has told its own height. CSS pixels. */
const HEIGHT_AT_FIRST = 420
/**
 * A card page that has said nothing for this long will not: it did not load, or may not speak to this page.
 */
const READY_MS = 20_000

export type SavedCard = { creditCardId: string; brand: string; last4: string }
/** `failReason` is a word of docs/fail-reasons.md. */
export type RefusedCard = { creditCardId: string; failReason: FailReason }

/** How the frame looks. What is in it follows the person's own settings. */
export type Appearance = {
  /** CSS lengths and colours. */
  borderRadius?: string
  background?: string
  /** CSS pixels until the page has told its height. */
  minHeight?: number
  /** What assistive technology calls the frame; say it in the language of your page. */
  title?: string
}

export type MountOptions = {
  /** The `url` that your backend was given, once for each mounting: it is single use. */
  url: string
  /** The form can be filled in. */
  onReady?: () => void
  /** The card is on its way to the network. */
  onSubmitted?: () => void
  onSucceeded?: (card: SavedCard) => void
  onFailed?: (card: RefusedCard) => void
  /** Nothing was heard for 20 seconds: most often the URL was made without this page in `allowed_origins`. */
  onSilent?: () => void
  appearance?: Appearance
}

export type MountedCard = {
  iframe: HTMLIFrameElement
  /** Takes the frame away and hears nothing more. Harmless a second time. */
  unmount: () => void
}

type Message = {
  source?: unknown
  version?: unknown
  type?: unknown
  height?: unknown
  credit_card_id?: unknown
  brand?: unknown
  last4?: unknown
  fail_reason?: unknown
}

/**
 * Shows the card page at `options.url` in `element`, at its end. Throws a TypeError that names what was given
 * wrong and what to give instead. Calls no callback after `unmount`.
 */
export function mountCard(element: Element, options: MountOptions): MountedCard {
  checkOptions(element, options)
  const { origin, href } = checkedUrl(options.url)
  const { appearance = {} } = options
  // Of the element's page, which may be in a frame: that is where the card page speaks to.
  const page = element.ownerDocument.defaultView!
  const iframe = element.ownerDocument.createElement('iframe')
  iframe.title = appearance.title ?? 'Card details'
  Object.assign(iframe.style, {
    display: 'block',
    width: '100%',
    border: '0',
    height: `${appearance.minHeight ?? HEIGHT_AT_FIRST}px`,
    borderRadius: appearance.borderRadius ?? '',
    background: appearance.background ?? '',
  })
  const silence = setTimeout(() => options.onSilent?.(), READY_MS)

  const hear = (event: MessageEvent<Message | null>) => {
    // Any page can post a message to this one: only the card page's origin counts, and only this frame of it.
    // A frame that was taken out of the page has no window, and what nobody sent has none either.
    const speaker = iframe.contentWindow
    if (event.origin !== origin || !speaker || event.source !== speaker) return
    const message = event.data
    if (message?.source !== 'jetpay' || message.version !== PROTOCOL_VERSION) return
    clearTimeout(silence)
    tell(message)
  }

  const tell = (message: Message) => {
    const creditCardId = String(message.credit_card_id)
    switch (message.type) {
      case 'ready':
        return options.onReady?.()
      case 'resize':
        if (typeof message.height === 'number' && message.height > 0 && message.height < Infinity)
          iframe.style.height = `${Math.min(message.height, HEIGHT_MAX)}px`
        return
      case 'submitted':
        return options.onSubmitted?.()
      case 'succeeded':
        return options.onSucceeded?.({
          creditCardId,
          brand: String(message.brand),
          last4: String(message.last4),
        })
      case 'failed':
        return options.onFailed?.({ creditCardId, failReason: message.fail_reason as FailReason })
    }
  }

  page.addEventListener('message', hear)
  iframe.src = href
  element.append(iframe)

  return {
    iframe,
    unmount() {
      clearTimeout(silence)
      page.removeEventListener('message', hear)
      iframe.remove()
    },
  }
}

const CALLBACKS = ['onReady', 'onSubmitted', 'onSucceeded', 'onFailed', 'onSilent']
/** Of the DOM; a document, a text or a fragment is another. */
const ELEMENT_NODE = 1
const LOOKS = ['borderRadius', 'background', 'minHeight', 'title']

const wrong = (what: string) => new TypeError(`mountCard: ${what}`)

/**
 * What a page without types gives wrong would otherwise be heard of by nobody: a callback that never comes.
 */
function checkOptions(given: unknown, options: Partial<MountOptions> | undefined): void {
  const element = given as Element | null | undefined
  if (element?.nodeType !== ELEMENT_NODE)
    throw wrong('element is none; give the element to put the card page in, once it is in the page.')
  if (!element.isConnected || !element.ownerDocument.defaultView)
    throw wrong('element is not in the page; append it first, then mount the card page in it.')
  if (!options?.url) throw wrong('options.url is missing; give the url that your backend got from Jetpay.')
  const { appearance = {} } = options
  if (typeof appearance !== 'object' || appearance === null)
    throw wrong(`options.appearance is ${String(appearance)}; give an object, or leave it out.`)
  onlyKnown('options', options, ['url', ...CALLBACKS, 'appearance'])
  onlyKnown('options.appearance', appearance, LOOKS)
  for (const name of CALLBACKS) {
    const given = options[name as keyof MountOptions]
    if (given !== undefined && typeof given !== 'function')
      throw wrong(`options.${name} is no function; give one, or leave it out.`)
  }
  for (const [name, given] of Object.entries(appearance)) {
    const type = name === 'minHeight' ? 'number' : 'string'
    if (given !== undefined && typeof given !== type)
      throw wrong(`options.appearance.${name} is no ${type}; give ${type === 'number' ? '420' : 'text'}.`)
  }
  const { minHeight = HEIGHT_AT_FIRST } = appearance
  if (!(minHeight >= 0 && minHeight <= HEIGHT_MAX))
    throw wrong(`options.appearance.minHeight is ${minHeight}; give CSS pixels from 0 to ${HEIGHT_MAX}.`)
}

function onlyKnown(where: string, given: object, known: string[]): void {
  const unknown = Object.keys(given).find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw wrong(`${where} has no ${JSON.stringify(unknown)}; there are ${known.join(', ')}.`)
}

function checkedUrl(text: string): URL {
  const instead = 'give the url as Jetpay answered it to your backend.'
  if (!URL.canParse(text)) throw wrong(`options.url is ${JSON.stringify(text)}, which is no URL; ${instead}`)
  const url = new URL(text)
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url.protocol === 'https:' || (url.protocol === 'http:' && local)) return url
  throw wrong(`options.url is at ${url.protocol}//${url.host}, which is not https; ${instead}`)
}
