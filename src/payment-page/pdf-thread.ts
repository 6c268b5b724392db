/** The thread that draws agreements: it sends back the PDF of each, one after the other. */
import { parentPort } from 'node:worker_threads'
import type { SignedAgreement } from './agreement.ts'
import { agreementPdf, type PdfHead } from './agreement-pdf.ts'

export type Drawing = { id: number; agreement: SignedAgreement; head: PdfHead }
export type Drawn = { id: number; pdf: Uint8Array } | { id: number; error: string }

let last = Promise.resolve()
parentPort!.on('message', ({ id, agreement, head }: Drawing) => {
  last = last
    .then(() => agreementPdf(agreement, head))
    .then(
      (pdf) => parentPort!.postMessage({ id, pdf } satisfies Drawn),
      (error: Error) => parentPort!.postMessage({ id, error: String(error.stack) } satisfies Drawn),
    )
})
