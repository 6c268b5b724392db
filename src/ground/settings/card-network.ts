import { OperatorError } from '../errors.ts'
import { readNetworkTlsSettings } from './network-tls.ts'
import type { Readers } from './readers.ts'

/**
 * The card network: where it is, who we are to it, how long each answer is waited for, and its clearing
 * files.
 */
export function readCardNetworkSettings(readers: Readers, host: string, dataFolder: string) {
  const { text, number, oneOf } = readers
  const upTo = (length: number, name: string, fallback: string) => {
    const value = text(name, fallback)
    if (value.length <= length) return value
    throw new OperatorError(
      `${name} is "${value}"; set it to what the network knows, its first ${length} characters: there are no more in a message.`,
    )
  }
  const networkTimeoutMs = number('JETPAY_NETWORK_TIMEOUT_MS', 10_000, 100, 60_000)
  return {
    /** The card network's ISO 8583 host and how it encodes fields. */
    networkHost: text('JETPAY_NETWORK_HOST', host),
    /** TLS on the link to it; null: in the clear. */
    networkTls: readNetworkTlsSettings(readers, text('JETPAY_NETWORK_HOST', host)),
    networkDialect: oneOf('JETPAY_NETWORK_DIALECT', ['ascii', 'bcd'] as const, 'ascii'),
    /** Whether the vault tells the network which accounts are kept, so that it tells of their changes. */
    networkEnrolment: oneOf('JETPAY_NETWORK_ENROLMENT', ['off', 'on'] as const, 'off'),
    /**
     * Who we are to the network: the acquirer gives these out with the merchant contract (fields 18, 32, 41
     * to 43).
     */
    acceptor: {
      acquirerId: upTo(11, 'JETPAY_ACQUIRER_ID', '400555'),
      terminalId: upTo(8, 'JETPAY_TERMINAL_ID', 'WEB00001'),
      merchantId: upTo(15, 'JETPAY_MERCHANT_ID', 'JETPAYDEMO'),
      merchantCategoryCode: text('JETPAY_MERCHANT_CATEGORY', '5734'),
      merchantName: text('JETPAY_MERCHANT_NAME', 'Jetpay demo'),
      city: text('JETPAY_MERCHANT_CITY', 'Toronto'),
      country: text('JETPAY_MERCHANT_COUNTRY', 'CA'),
      timeZone: text('JETPAY_MERCHANT_TIME_ZONE', 'America/Toronto'),
    },
    /**
     * Who else we may be to it: what was sent before under another identity is reversed, captured and cleared
     * under that.
     */
    furtherAcceptors: furtherAcceptorsOf(text('JETPAY_FURTHER_ACCEPTORS', '')),
    /** How long a charge waits for the network before its outcome is unknown and it is reversed. */
    networkTimeoutMs,
    /** How long one reversal waits for its acknowledgment before it is repeated. */
    reversalTimeoutMs: number('JETPAY_REVERSAL_TIMEOUT_MS', 3_000, 100, 60_000),
    /**
     * An attempt with no recorded outcome after this long is reversed by the worker. Longer than any live
     * request can still be waiting: the vault refuses authorizations older than `authorizationMaxAgeMs`, then
     * waits `networkTimeoutMs`.
     */
    attemptAbandonedMs: number('JETPAY_ATTEMPT_ABANDONED_MS', networkTimeoutMs + 10_000, 500, 600_000),
    /**
     * The vault refuses to send an authorization that was begun longer ago: its reversal may be under way. By
     * a stopwatch.
     */
    authorizationMaxAgeMs: number('JETPAY_AUTHORIZATION_MAX_AGE_MS', 5_000, 100, 60_000),
    /**
     * Where the network's account updates come in: card numbers in the clear, for the vault alone. Whoever
     * puts them there may not see what is in it.
     */
    accountUpdateFolder: text('JETPAY_VAULT_UPDATE_FOLDER', `${dataFolder}/account-updates`),
    /** Where the network's clearing files come in; the worker takes them from there. */
    clearingFolder: text('JETPAY_CLEARING_FOLDER', `${dataFolder}/clearing`),
    /**
     * Where cells hand clearing records on to each other, a folder `<from>-to-<to>` for each pair: of a
     * company that has moved, what comes for it to the cell that it was in. Shared by both cells, or carried
     * from one to the other.
     */
    cellsFolder: text('JETPAY_CELLS_FOLDER', `${dataFolder}/cells`),
    /**
     * A charge is only missing from a clearing file if it was sent this long before the cutoff: clocks
     * differ.
     */
    clearingToleranceMs: number('JETPAY_CLEARING_TOLERANCE_MS', 5 * 60_000, 0, 86_400_000),
  }
}

/** Who a message is from: what the acquirer gives out, and the network tells messages apart by. */
export type AcceptorIdentity = { acquirerId: string; terminalId: string; merchantId: string }

/** Throws an OperatorError for what is no such list. */
function furtherAcceptorsOf(text: string): AcceptorIdentity[] {
  return text
    .split(',')
    .filter(Boolean)
    .map((part) => {
      const [, acquirerId, terminalId, merchantId] =
        /^\s*(\d{1,11}):([^:,]{1,8}):([^:,]{1,15}?)\s*$/.exec(part) ?? []
      if (acquirerId && terminalId && merchantId) return { acquirerId, terminalId, merchantId }
      throw new OperatorError(
        `JETPAY_FURTHER_ACCEPTORS has "${part}"; write acquirer:terminal:merchant, such as 400556:WEB00002:JETPAYDEMO, with commas between.`,
      )
    })
}
