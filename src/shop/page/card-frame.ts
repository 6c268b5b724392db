/**
 * The platform's hosted card page in an iframe, mounted by the platform's own embed script. Card details go
 * from there to the platform and never pass through us.
 */
import { mountCard } from '../../../sdk/embed/mount-card.ts'
import { byId } from './elements.ts'

export type CardFrame = { close(): void }

export type CardFrameHandlers = {
  onSubmitted(): void
  onSucceeded(): void
  onFailed(): void
  onCancel(): void
}

/** Opens the page at `url`. */
export function openCardFrame(url: string, { onCancel, ...heard }: CardFrameHandlers): CardFrame {
  const panel = byId('card-page')
  const cancel = byId<HTMLButtonElement>('cancel-card')
  cancel.addEventListener('click', onCancel)
  byId('frame-origin').textContent = `This form is the payment platform's, at ${new URL(url).host}.`
  panel.hidden = false
  const card = mountCard(byId('card-frame'), {
    url,
    ...heard,
    onReady: () => card.iframe.classList.remove('loading'),
  })
  card.iframe.classList.add('loading')
  card.iframe.focus()

  return {
    close() {
      card.unmount()
      cancel.removeEventListener('click', onCancel)
      panel.hidden = true
    },
  }
}
