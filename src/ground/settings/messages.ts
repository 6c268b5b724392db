import { OperatorError } from '../errors.ts'
import type { Readers } from './readers.ts'

/** What goes out by itself: mail and webhooks. */
export function readMessageSettings(readers: Readers) {
  const { text, optional, number, networks, secret } = readers
  const smtp = (url: string | undefined) => {
    if (url === undefined || /^smtps?:$/.test(URL.parse(url)?.protocol ?? '')) return url
    throw new OperatorError(
      'JETPAY_SMTP_URL is not an address such as smtp://user:password@mail.example:587.',
    )
  }

  return {
    /**
     * The SMTP server for outgoing mail (`smtp://user:password@host:587`, `smtps://…`); without it mail stays
     * in the table.
     */
    smtpUrl: smtp(secret('JETPAY_SMTP_URL')),
    /** The sender of all mail. */
    mailFrom: text('JETPAY_MAIL_FROM', 'Jetpay <jetpay@localhost>'),
    /** Who runs this installation: told of trouble that no company has left an address for. */
    operatorEmail: optional('JETPAY_OPERATOR_EMAIL'),
    /** Networks inside that webhooks may be delivered to all the same, in CIDR form, with commas. */
    webhookAllowedNetworks: networks('JETPAY_WEBHOOK_ALLOWED_NETWORKS'),
    /**
     * How long a key signs webhooks before the next one does. A month bounds what a stolen key is good for.
     */
    signingKeyLifeMs: number('JETPAY_SIGNING_KEY_LIFE_HOURS', 30 * 24, 1, 24 * 366) * 3_600_000,
    /**
     * How long the next key is published before it signs: receivers that ask for keys once a day have it by
     * then.
     */
    signingKeyAheadMs: number('JETPAY_SIGNING_KEY_AHEAD_HOURS', 24, 1, 24 * 30) * 3_600_000,
  }
}
