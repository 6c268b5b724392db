/**
 * The platform's hosted card page in an iframe. Card details go from there to the platform and never pass
 * through us.
 */
import { byId, make } from './elements.ts'

export type CardFrame = { close(): void }

export type CardFrameHandlers = {
  onSubmitted(): void
  onSucceeded(): void
  onFailed(): void
  onCancel(): void
}

type Message = { source?: unknown; credit_card_id?: unknown; type?: unknown; height?: unknown }

const HEIGHT_MAX = 2_000

/** Opens the page at `url` for the card that is to have the id `cardId`. */
export function openCardFrame(url: string, cardId: string, handlers: CardFrameHandlers): CardFrame {
  const { origin, host } = new URL(url)
  const panel = byId('card-page')
  const iframe = make('iframe', { src: url, title: 'Card details', class: 'loading' })
  const cancel = byId<HTMLButtonElement>('cancel-card')

  const hear = (event: MessageEvent<Message | null>) => {
    // Any page can post a message to this one: only the card page's origin counts, and only this frame of it.
    if (event.origin !== origin || event.source !== iframe.contentWindow) return
    const message = event.data
    if (message?.source !== 'jetpay' || message.credit_card_id !== cardId) return
    switch (message.type) {
      case 'ready':
        return iframe.classList.remove('loading')
      case 'resize':
        iframe.style.height = `${Math.min(Number(message.height) || 0, HEIGHT_MAX)}px`
        return
      case 'submitted':
        return handlers.onSubmitted()
      case 'succeeded':
        return handlers.onSucceeded()
      case 'failed':
        return handlers.onFailed()
    }
  }

  window.addEventListener('message', hear)
  cancel.addEventListener('click', handlers.onCancel)
  byId('frame-origin').textContent = `This form is the payment platform's, at ${host}.`
  byId('card-frame').replaceChildren(iframe)
  panel.hidden = false
  iframe.focus()

  return {
    close() {
      window.removeEventListener('message', hear)
      cancel.removeEventListener('click', handlers.onCancel)
      byId('card-frame').replaceChildren()
      panel.hidden = true
    },
  }
}
