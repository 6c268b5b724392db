import type { Transporter } from 'nodemailer'
import type { Config } from '../ground/config.ts'
import { smtpAddress } from '../ground/email-address.ts'
import { isLoopback } from '../ground/settings/live.ts'

/** A server that has said nothing for this long is taken for gone; the mail is tried again. */
const CONNECT_MS = 10_000
const SILENCE_MS = 20_000

/**
 * What goes wrong with a mail. `permanent`: the server refuses this very mail (RFC 5321 section 4.2.1, 5yz).
 */
export type MailFailure = { error: string; permanent: boolean }

export type MailRow = {
  company_id: string
  mail_id: string
  to_address: string
  subject: string
  text: string
  html: string | null
  link_sealed: Buffer | null
  attachments: { filename: string; content_type: string; content_base64: string }[]
  attempts: number
}

/** Sends a mail over SMTP: null when the server has taken it. Never an exception. */
export type SendMail = (mail: MailRow) => Promise<MailFailure | null>

/**
 * Opens the way out for mail, or null where no SMTP server is set. In the live environment `smtp://` must be
 * encrypted by STARTTLS, unless the server is on this machine.
 */
export function openSmtp({ smtpUrl, mailFrom, environment }: Config): SendMail | null {
  if (!smtpUrl) return null
  const { protocol, hostname } = new URL(smtpUrl)
  const requireTLS = environment === 'live' && protocol === 'smtp:' && !isLoopback(hostname)
  let transport: Transporter | undefined
  return async (mail) => {
    try {
      transport ??= await openTransport(smtpUrl, mailFrom, requireTLS)
      await transport.sendMail({
        // As an address, not as text that is parsed: a list or a name in it is none.
        to: { name: '', address: smtpAddress(mail.to_address) },
        subject: mail.subject,
        text: mail.text,
        ...(mail.html === null ? {} : { html: mail.html }),
        // The same at each try, so that a receiver can tell a repetition.
        messageId: `<${mail.mail_id}@jetpay>`,
        attachments: mail.attachments.map(({ filename, content_type, content_base64 }) => ({
          filename,
          contentType: content_type,
          content: Buffer.from(content_base64, 'base64'),
        })),
      })
      return null
    } catch (error) {
      const { responseCode, message } = error as Error & { responseCode?: number }
      return { error: message.slice(0, 500), permanent: (responseCode ?? 0) >= 500 }
    }
  }
}

/** Its library is loaded with the first mail: most processes send none. */
async function openTransport(url: string, from: string, requireTLS: boolean): Promise<Transporter> {
  const { createTransport } = await import('nodemailer')
  return createTransport(
    {
      url,
      requireTLS,
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      // What a mail may load is what is in it.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  )
}
