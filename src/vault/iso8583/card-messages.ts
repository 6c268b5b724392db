import { type Currency, numberOf } from '../../ground/money.ts'
import type { AcceptorId, ChargeKind, NetworkReference } from '../../ground/vault-protocol.ts'
import type {
  Authorization,
  Card,
  EnteredCard,
  Sale,
  SentRequest,
  StoredCredential,
} from '../card-network.ts'
import { ACCOUNTS_FILE, fileUpdate } from './account-update.ts'
import type { Fields, Message } from './codec.ts'
import {
  amountField,
  credentialField,
  element,
  elementsField,
  elementTag,
  expiryField,
  type LocalTime,
  localTimeIn,
  originalDataField,
  textField,
  transmissionField,
} from './field-values.ts'

/** A moment as ISO 8583 says it: in Greenwich (field 7), and where the card acceptor is (12 and 13). */
type Moment = { transmission: string; local: LocalTime }

/** Tells moments; the last second is kept, since the charges of one second share it. */
function momentsIn(timeZone: string): (at: number) => Moment {
  const localTime = localTimeIn(timeZone)
  let second = Number.NaN
  let last: Moment
  return (at) => {
    const now = Math.floor(at / 1000)
    if (now !== second) {
      const date = new Date(at)
      last = { transmission: transmissionField(date), local: localTime(date) }
      second = now
    }
    return last
  }
}

/**
 * A sale and money back to the card are both financial requests (0200), a hold is an authorization request
 * (0100).
 */
const typeOf: Record<ChargeKind, '0100' | '0200'> = {
  charge: '0200',
  authorization: '0100',
  refund: '0200',
}

/** Who we are to the network; the acquirer gives these out with the merchant contract. */
export type Acceptor = {
  /** Field 32, up to 11 digits. */
  acquirerId: string
  /** Field 41, up to 8 characters. */
  terminalId: string
  /** Field 42, up to 15 characters. */
  merchantId: string
  /** Field 18, ISO 18245, four digits. */
  merchantCategoryCode: string
  /** Field 43: up to 25, 13 and 2 characters. */
  merchantName: string
  city: string
  country: string
  /** IANA name; fields 12 and 13 are local to the card acceptor. */
  timeZone: string
}

const POS_ENTRY = {
  /** Card number keyed in (01), no PIN entry (2). */
  keyed: '012',
  /** Credential on file (10), no PIN entry (2). */
  onFile: '102',
} as const

const POS_CONDITION = {
  /** Account verification without a charge. */
  verification: '51',
  /** Electronic commerce over a public network. */
  ecommerce: '59',
} as const

const PURCHASE = '000000'
const RETURN_OF_GOODS = '200000'

/**
 * Field 43: name (25), city (13), country (2). The statement text stands behind the merchant, as on card
 * statements.
 */
function locationsOf(acceptor: Acceptor): (sale?: Sale) => string {
  const place = textField(acceptor.city, 13) + textField(acceptor.country, 2)
  return (sale) => {
    const merchant = sale?.merchantName ?? acceptor.merchantName
    const name = sale?.statement
      ? `${textField(merchant, 25).trimEnd().slice(0, 10)}*${sale.statement}`
      : merchant
    return textField(name, 25) + place
  }
}

/**
 * Field 48 of a sale: how the stored credential is used, the id of the verification it was stored with, and
 * the reference of what its cardholder agreed to then.
 */
function credentialElements(credential: StoredCredential): string {
  const { transactionId, agreement } = credential
  let field = element(elementTag.credential, credentialField(credential))
  if (transactionId) field += element(elementTag.originalTransaction, transactionId)
  if (agreement) field += element(elementTag.agreement, agreement)
  return field
}

/** Field 49 of a verification, which is of no amount: the acceptor's own. */
const VERIFICATION_CURRENCY: Currency = 'CAD'

/**
 * Builds the requests of one acceptor. All are made from the reference alone, so a repeat is the same byte
 * for byte.
 */
export function cardMessages(acceptor: Acceptor) {
  const momentOf = momentsIn(acceptor.timeZone)
  const locationField = locationsOf(acceptor)
  const terminal = textField(acceptor.terminalId, 8)
  const merchant = textField(acceptor.merchantId, 15)

  /** As `as`, who we were when the request was sent that this one is about, or who we are. */
  function common(
    { id, sequence, sent_at }: NetworkReference,
    amount: bigint,
    currency: Currency,
    as?: AcceptorId,
    at = Date.parse(sent_at),
  ): Fields {
    const { transmission, local } = momentOf(at)
    return {
      3: PURCHASE,
      4: amountField(amount),
      7: transmission,
      11: sequence,
      12: local.time,
      13: local.date,
      18: acceptor.merchantCategoryCode,
      25: POS_CONDITION.ecommerce,
      32: as?.acquirer_id ?? acceptor.acquirerId,
      37: id,
      41: as ? textField(as.terminal_id, 8) : terminal,
      42: as ? textField(as.merchant_id, 15) : merchant,
      49: numberOf(currency),
    }
  }

  const originalOf = (kind: ChargeKind, { sequence, sent_at }: NetworkReference, as?: AcceptorId): string =>
    originalDataField({
      mti: typeOf[kind],
      stan: sequence,
      transmission: momentOf(Date.parse(sent_at)).transmission,
      acquirerId: as?.acquirer_id ?? acceptor.acquirerId,
    })

  return {
    /** 0100 for zero with the verification code, postal code and agreement in field 48. */
    verification(reference: NetworkReference, card: EnteredCard, agreement?: string): Message {
      const elements: [string, string][] = [[elementTag.cvc, card.cvc]]
      const postalCode = textField(card.postalCode ?? '', 10).trim()
      if (postalCode) elements.push([elementTag.postalCode, postalCode])
      if (agreement) elements.push([elementTag.agreement, agreement])
      const fields = common(reference, 0n, VERIFICATION_CURRENCY)
      fields[2] = card.number
      fields[14] = expiryField(card)
      fields[22] = POS_ENTRY.keyed
      fields[25] = POS_CONDITION.verification
      fields[43] = locationField()
      fields[48] = elementsField(elements)
      return { mti: '0100', fields }
    },

    /** 0200 charge or 0100 authorization of a card on file; a return of goods (refund) is a 0200 too. */
    sale(kind: ChargeKind, reference: NetworkReference, card: Card, sale: Sale): Message {
      const fields = common(reference, sale.amount, sale.currency, sale.as)
      if (kind === 'refund') fields[3] = RETURN_OF_GOODS
      fields[2] = card.number
      fields[14] = expiryField(card)
      fields[22] = POS_ENTRY.onFile
      fields[43] = locationField(sale)
      if (sale.credential) fields[48] = credentialElements(sale.credential)
      return { mti: typeOf[kind], fields }
    },

    /**
     * 0220, repeated 0221: completes an authorization for its amount or less. It has the authorization's RRN,
     * which is its `id`.
     */
    capture(
      reference: NetworkReference,
      authorization: Authorization,
      amount: bigint,
      repeat: boolean,
    ): Message {
      const { reference: held, currency, as } = authorization
      const fields = common(reference, amount, currency, as)
      fields[37] = held.id
      fields[38] = authorization.authorizationCode
      fields[90] = originalOf('authorization', held, as)
      return { mti: repeat ? '0221' : '0220', fields }
    },

    /**
     * 0302: an account that is kept here, by its number, or by its name alone one that is so no more (fields
     * 91, 101, 102).
     */
    enrolment(reference: NetworkReference, account: string, card: Card | null): Message {
      const fields: Fields = {
        7: momentOf(Date.parse(reference.sent_at)).transmission,
        11: reference.sequence,
        32: acceptor.acquirerId,
        37: reference.id,
        91: card ? fileUpdate.add : fileUpdate.delete,
        101: ACCOUNTS_FILE,
        102: account,
      }
      if (card) {
        fields[2] = card.number
        fields[14] = expiryField(card)
      }
      return { mti: '0302', fields }
    },

    /**
     * 0420, repeated 0421. It has the STAN and RRN of the original and its own transmission time, and goes
     * without the card where that has been shredded: field 90 and the RRN tell the original.
     */
    reversal(request: SentRequest, card: Card | null, at: Date, repeat: boolean): Message {
      const { kind, amount, currency, as } = request
      const original = request.reference
      const fields = common(original, amount, currency, as, at.getTime())
      if (card) {
        fields[2] = card.number
        fields[14] = expiryField(card)
      }
      fields[90] = originalOf(kind, original, as)
      return { mti: repeat ? '0421' : '0420', fields }
    },
  }
}
