import type { ReactNode } from 'react'
import { linkWords } from '../words/link-card-words.ts'
import { useWords } from '../words/words.ts'
import { CopyButton } from './copy-button.tsx'
import { QrCode } from './qr-code.tsx'

/** A link to hand on: to copy, to open, and as a QR code for a phone. */
export function LinkCard({ link, children }: { link: string; children?: ReactNode }) {
  const say = useWords(linkWords)
  return (
    <div className="stack">
      {children}
      <p className="row">
        <a className="link link-text" href={link} target="_blank" rel="noreferrer">
          {link}
        </a>
        <CopyButton text={link} name={say.link} />
      </p>
      <div className="qr-side">
        <QrCode text={link} label={say.qr} />
      </div>
    </div>
  )
}
