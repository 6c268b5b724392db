/** The mails that follow a signature and an account to be paid to. */
import type { Payee } from '../companies/payee.ts'
import { isolatingInText } from '../ground/text.ts'
import type { Mail } from '../mail/mail.ts'
import type { SignedAgreement } from './agreement.ts'
import { agreementKinds } from './agreement-kinds.ts'
import type { AgreementTerms, Language } from './agreement-text.ts'
import { fill } from './texts.ts'

/** The payer's copy: the agreement as a PDF, and its terms as text, which every reader can show. */
export function agreementMail(
  { companyId, debitId, kind, language, paragraphs, signer }: SignedAgreement,
  { company, contact, amount, statement }: AgreementTerms,
  to: string,
  pdf: Buffer,
): Mail {
  const { title, mail } = agreementKinds[kind].texts[language]
  const values = { company, amount, statement, last4: signer.accountNumber.slice(-4) }
  const wrong = {
    en: `If this was not you, contact ${company} at once: ${contact}.`,
    fr: `Si ce n’était pas vous, communiquez immédiatement avec ${company}\u00a0: ${contact}.`,
  }[language]
  const terms = paragraphs.map(({ heading, text }) => `${heading}\n${text}`)
  return {
    companyId,
    transactionId: debitId,
    to,
    subject: isolatingInText(fill(mail.subject, values), company),
    text: isolatingInText(
      `${[fill(mail.hello, values), wrong, title, ...terms].join('\n\n')}\n`,
      company,
      statement,
    ),
    attachments: [{ filename: `${mail.file}-${debitId}.pdf`, contentType: 'application/pdf', content: pdf }],
  }
}

type AccountMail = {
  companyId: string
  transactionId: string
  language: Language
  to: string
  payee: Payee
  amount: string
  last4: string
}

/** That an account was named to be paid to. */
export function accountMail({
  companyId,
  transactionId,
  language,
  to,
  payee,
  amount,
  last4,
}: AccountMail): Mail {
  const { name } = payee
  const contact = [payee.contactEmail, payee.contactPhone].filter(Boolean).join(', ')
  const words = {
    en: {
      subject: `${name} is paying you ${amount}`,
      text: `You asked ${name} to pay you ${amount} into the bank account ending in ${last4}. It takes a few business days.`,
      wrong: `If this was not you, contact ${name} at once${contact && `: ${contact}`}.`,
    },
    fr: {
      subject: `${name} vous paie ${amount}`,
      text: `Vous avez demandé à ${name} de vous verser ${amount} dans le compte bancaire se terminant par ${last4}. Cela prend quelques jours ouvrables.`,
      wrong: `Si ce n’était pas vous, communiquez immédiatement avec ${name}${contact && `\u00a0: ${contact}`}.`,
    },
  }[language]
  const text = `${words.text}\n\n${words.wrong}\n`
  const subject = isolatingInText(words.subject, name)
  return { companyId, transactionId, to, subject, text: isolatingInText(text, name) }
}
