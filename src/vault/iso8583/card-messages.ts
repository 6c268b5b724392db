import { type Currency, numberOf } from '../../ground/money.ts'
import type { Fields, Message } from './codec.ts'
import {
  amountField,
  elementsField,
  elementTag,
  expiryField,
  type LocalTime,
  localTimeIn,
  originalDataField,
  textField,
  transmissionField,
} from './field-values.ts'

/** `number` is 12 to 19 digits, `expiryMonth` 1 to 12, `expiryYear` four digits. */
export type Card = { number: string; expiryMonth: number; expiryYear: number }

/**
 * What the network knows a request by: `stan` six digits, `rrn` twelve letters or digits, and the time it is first sent.
 * The caller chooses it and has it stored before it calls, so that a reversal can name it after a crash.
 */
export type NetworkReference = { stan: string; rrn: string; transmittedAt: Date }

/** `amount` in minor units; `statement` is what the cardholder reads on the card statement. */
export type Sale = { amount: bigint; currency: Currency; statement: string; merchantName?: string }

/** The request that a reversal or a capture is about: its reference, its message type, what it was for. */
export type OriginalRequest = NetworkReference & { mti: string; amount: bigint; currency: Currency }

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

/** Field 43: name (25), city (13), country (2). The statement text stands behind the merchant, as on card statements. */
function locationField(acceptor: Acceptor, sale?: Sale): string {
  const merchant = sale?.merchantName ?? acceptor.merchantName
  const name = sale?.statement
    ? `${textField(merchant, 25).trimEnd().slice(0, 10)}*${sale.statement}`
    : merchant
  return textField(name, 25) + textField(acceptor.city, 13) + textField(acceptor.country, 2)
}

/** Field 49 of a verification: of no amount, so of no currency of the card’s use to come; the acceptor's own. */
const VERIFICATION_CURRENCY: Currency = 'CAD'

/** Builds the requests of one acceptor. All are made from the reference alone, so a repeat is the same byte for byte. */
export function cardMessages(acceptor: Acceptor) {
  const localTime = localTimeIn(acceptor.timeZone)
  const terminal = textField(acceptor.terminalId, 8)
  const merchant = textField(acceptor.merchantId, 15)

  function common(reference: NetworkReference, amount: bigint, currency: Currency): Fields {
    const local: LocalTime = localTime(reference.transmittedAt)
    return {
      3: PURCHASE,
      4: amountField(amount),
      7: transmissionField(reference.transmittedAt),
      11: reference.stan,
      12: local.time,
      13: local.date,
      18: acceptor.merchantCategoryCode,
      25: POS_CONDITION.ecommerce,
      32: acceptor.acquirerId,
      37: reference.rrn,
      41: terminal,
      42: merchant,
      49: numberOf(currency),
    }
  }

  function original(request: OriginalRequest): string {
    const { mti, stan, transmittedAt } = request
    return originalDataField({
      mti,
      stan,
      transmission: transmissionField(transmittedAt),
      acquirerId: acceptor.acquirerId,
    })
  }

  return {
    /** 0100 for zero with the verification code and postal code in field 48. */
    verification(reference: NetworkReference, card: Card & { cvc: string; postalCode?: string }): Message {
      const elements: [string, string][] = [[elementTag.cvc, card.cvc]]
      const postalCode = textField(card.postalCode ?? '', 10).trim()
      if (postalCode) elements.push([elementTag.postalCode, postalCode])
      const fields = common(reference, 0n, VERIFICATION_CURRENCY)
      fields[2] = card.number
      fields[14] = expiryField(card)
      fields[22] = POS_ENTRY.keyed
      fields[25] = POS_CONDITION.verification
      fields[43] = locationField(acceptor)
      fields[48] = elementsField(elements)
      return { mti: '0100', fields }
    },

    /** 0200 charge or 0100 authorization of a card on file; a return of goods (refund) is a 0200 too. */
    sale(
      mti: '0100' | '0200',
      reference: NetworkReference,
      card: Card,
      sale: Sale,
      kind: 'purchase' | 'return' = 'purchase',
    ): Message {
      const fields = common(reference, sale.amount, sale.currency)
      if (kind === 'return') fields[3] = RETURN_OF_GOODS
      fields[2] = card.number
      fields[14] = expiryField(card)
      fields[22] = POS_ENTRY.onFile
      fields[43] = locationField(acceptor, sale)
      return { mti, fields }
    },

    /** 0220, repeated 0221: completes an authorization for its amount or less. */
    capture(
      reference: NetworkReference,
      authorization: OriginalRequest & { authorizationCode: string },
      amount: bigint,
      repeat: boolean,
    ): Message {
      const fields = common(reference, amount, authorization.currency)
      fields[37] = authorization.rrn
      fields[38] = authorization.authorizationCode
      fields[90] = original(authorization)
      return { mti: repeat ? '0221' : '0220', fields }
    },

    /**
     * 0420, repeated 0421. It has the STAN and RRN of the original and its own transmission time, and goes without the
     * card where that has been shredded: field 90 and the RRN tell the original.
     */
    reversal(request: OriginalRequest, card: Card | null, at: Date, repeat: boolean): Message {
      const { stan, rrn, amount, currency } = request
      const fields = common({ stan, rrn, transmittedAt: at }, amount, currency)
      if (card) {
        fields[2] = card.number
        fields[14] = expiryField(card)
      }
      fields[90] = original(request)
      return { mti: repeat ? '0421' : '0420', fields }
    },
  }
}
