/**
 * The vault's card page in an iframe. Card details go from there to the vault and never pass through this
 * page.
 */
import { solve } from '../../ground/proof-of-work.ts'
import type { OpenConfig } from './page-config.ts'
import { reload, send } from './send.ts'
import { follow } from './status.ts'

const byId = <T extends HTMLElement>(id: string) => document.getElementById(id) as T

type Message = { source?: unknown; credit_card_id?: unknown; type?: unknown; height?: unknown }
type CardPage = { url: string; credit_card_id: string }

const HEIGHT_MAX = 2_000

/**
 * Returns what opens a card form, the first time that it is called. `entered`: a card is being charged, so
 * nothing else can be chosen.
 */
export function startCards(config: OpenConfig, entered: () => void): () => void {
  const { texts, path, vaultOrigin } = config
  const status = byId('card-status')
  const again = byId<HTMLButtonElement>('card-again')
  const place = byId('card-frame')
  let opened = false

  const show = ({ url, credit_card_id: cardId }: CardPage) => {
    const iframe = document.createElement('iframe')
    iframe.title = texts.frame
    iframe.src = url
    const hear = (event: MessageEvent<Message | null>) => {
      // Any page can post a message to this one: only the vault's origin counts, and only this frame of it.
      if (event.origin !== vaultOrigin || event.source !== iframe.contentWindow) return
      const message = event.data
      if (message?.source !== 'jetpay' || message.credit_card_id !== cardId) return
      switch (message.type) {
        case 'ready':
          status.textContent = ''
          iframe.classList.add('ready')
          return
        case 'resize':
          iframe.style.height = `${Math.min(Number(message.height) || 0, HEIGHT_MAX)}px`
          return
        case 'succeeded':
          return charge(cardId)
        case 'failed':
          // The frame has the focus, on the words that say why.
          again.hidden = false
          return
      }
    }
    const charge = (cardId: string) => {
      entered()
      status.textContent = texts.charging
      status.classList.add('busy')
      place.hidden = true
      void follow(
        path,
        `?card=${cardId}`,
        ({ state, card }) => (state !== 'open' && state !== 'processing' ? true : card === 'ended'),
        () => {
          status.classList.remove('busy')
          status.textContent = texts.slow
        },
      )
    }
    window.addEventListener('message', hear)
    place.replaceChildren(iframe)
  }

  const open = async () => {
    again.hidden = true
    status.textContent = texts.opening
    let answer = await send<CardPage>(`${path}/card`, {})
    // Many have opened pages of this link: the browser shows by itself that it means it.
    if (answer.kind === 'prove') {
      status.textContent = texts.proving
      const { challenge } = answer
      answer = await send<CardPage>(`${path}/card`, { proof: { challenge, answer: await solve(challenge) } })
    }
    if (answer.kind === 'done') return show(answer.body)
    if (answer.kind === 'moved' && answer.state !== 'wrong_state') return reload()
    status.textContent = answer.kind === 'too_many' ? texts.tooMany : texts.notOpened
    again.hidden = false
  }
  // A used page ends its card for good: another one starts afresh, with whatever the payment is by now.
  again.addEventListener('click', reload)

  return () => {
    if (opened) return
    opened = true
    void open()
  }
}
