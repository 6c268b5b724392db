/** The page's script: starts the form or, on an outcome page, only tells the page around it. */
import { showReturnLinks, startForm } from './card-form.ts'
import type { PageConfig } from './page-config.ts'
import { framed, parentPage, reportHeight } from './parent-page.ts'

const config = JSON.parse(document.getElementById('config')!.textContent) as PageConfig
const send = parentPage(config)

document.documentElement.dataset.started = framed ? 'framed' : 'alone'
if (config.page === 'card') {
  startForm(config, send)
  send({ type: 'ready' })
} else {
  showReturnLinks()
  if (config.message) send(config.message)
}
reportHeight(send)
