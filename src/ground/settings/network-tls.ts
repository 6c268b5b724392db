import { OperatorError } from '../errors.ts'
import type { Readers } from './readers.ts'

/** How the link to the card network is encrypted; files are read again at each connection. */
export type NetworkTls = {
  /** Whom it believes: a file, or the authorities of the system. */
  ca: string | undefined
  /** The name that the network's certificate has. */
  name: string
  /** What we show to a network that asks for it. */
  client: { key: string; certificate: string } | null
}

/** Null: in the clear, as to the demo's network and through a tunnel. */
export function readNetworkTlsSettings({ oneOf, optional }: Readers, host: string): NetworkTls | null {
  const on = oneOf('JETPAY_NETWORK_TLS', ['off', 'on'] as const, 'off') === 'on'
  const ca = optional('JETPAY_NETWORK_TLS_CA_FILE')
  const name = optional('JETPAY_NETWORK_TLS_NAME') ?? host
  const key = optional('JETPAY_NETWORK_TLS_KEY_FILE')
  const certificate = optional('JETPAY_NETWORK_TLS_CERTIFICATE_FILE')
  if ((key === undefined) !== (certificate === undefined))
    throw new OperatorError(
      'Set both of JETPAY_NETWORK_TLS_KEY_FILE and JETPAY_NETWORK_TLS_CERTIFICATE_FILE, or none.',
    )
  if (!on && (ca !== undefined || key !== undefined))
    throw new OperatorError('Files for TLS to the card network are set; set JETPAY_NETWORK_TLS=on too.')
  if (!on) return null
  return { ca, name, client: key && certificate ? { key, certificate } : null }
}
