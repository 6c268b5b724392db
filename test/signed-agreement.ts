/** A signed agreement, and what a PDF of it holds. */
import { inflateSync } from 'node:zlib'
import type { SignedAgreement } from '../src/payment-page/agreement.ts'
import { type AgreementKind, agreementKinds } from '../src/payment-page/agreement-kinds.ts'

export const terms = {
  company: 'Maple Cycles',
  contact: 'billing@maplecycles.example, 1-800-555-0100',
  amount: '$128.40',
  statement: 'Order 1001',
}
const branches = {
  pad_h1: { institutionNumber: '001', transitNumber: '00011' },
  ach_web: { routingNumber: '021000021', accountType: 'savings' },
} as const

/** As the page would keep it. */
export const signedAgreement = (
  language: 'en' | 'fr',
  signature: SignedAgreement['signer']['signature'],
  kind: AgreementKind = 'pad_h1',
): SignedAgreement => ({
  companyId: '0197d3a0-0000-7000-8000-000000000001',
  debitId: '0197d3a0-0000-7000-8000-000000000002',
  kind,
  language,
  category: 'personal',
  paragraphs: agreementKinds[kind].texts[language].paragraphs(terms, 'personal'),
  signer: {
    holderName: 'Amélie Tremblay',
    accountNumber: '7654321',
    ...branches[kind],
    signature,
    ip: '203.0.113.7',
    userAgent: 'Test browser',
  },
  signedAt: new Date('2026-11-21T17:00:00Z'),
})

/** What its streams hold, one after the other. */
export const streamsOf = (pdf: Buffer): string =>
  [...pdf.toString('latin1').matchAll(/stream\n([\s\S]*?)\nendstream/g)]
    .map(([, raw]) => {
      try {
        return inflateSync(Buffer.from(raw!, 'latin1')).toString('latin1')
      } catch {
        return ''
      }
    })
    .join('\n')
