import type { Ledger } from './ledger.ts'

/**
 * What the documents say that the clearing files do with a charge of these test cards; of all others one sale
 * in the next file.
 */
const oddlyCleared: Record<string, 'late' | 'never' | 'short' | 'twice' | 'rejected' | 'disputed'> = {
  '4000000000910010': 'late',
  '4000000000910028': 'never',
  '4000000000910036': 'short',
  '4000000000910044': 'twice',
  '4000000000910051': 'rejected',
  '4000000000000259': 'disputed',
}
/** `short` is cleared for this much less. */
const SHORT_BY = 100n

/**
 * A charge that the network captured. `suspended`: what it has paid for it while it is another amount than
 * expected.
 */
export type Sale = {
  id: string
  amount: bigint
  to: string
  last4: string
  state: 'paid' | 'completed' | 'failed' | 'voided'
  clearing: (typeof oddlyCleared)[string] | 'well'
  suspended: bigint
  refunded: bigint
  disputed: bigint
  /** The day on which the network took it. */
  disputedOn: string | null
}

type Waiting = {
  sale: Sale
  kind: 'sale' | 'correction' | 'reject' | 'refund' | 'chargeback' | 'won' | 'lost'
  amount: bigint
  /** Files that it is left out of. */
  skips: number
}

export type CardMoney = ReturnType<typeof openCardMoney>

export function openCardMoney(ledger: Ledger) {
  const { network, bank, told, post, owe } = ledger
  const sales: Sale[] = []
  let waiting: Waiting[] = []
  const wait = (sale: Sale, kind: Waiting['kind'], amount: bigint, skips = 0) =>
    waiting.push({ sale, kind, amount, skips })

  function complete(sale: Sale): void {
    sale.state = 'completed'
    post({ network_receivable: -sale.amount, suspense: sale.suspended, losses: sale.amount - sale.suspended })
    sale.suspended = 0n
    owe(sale.to, sale.amount)
    ledger.charge('card', sale.amount, sale.to)
  }

  function fail(sale: Sale): void {
    sale.state = 'failed'
    post({ company_payable: sale.amount, network_receivable: -sale.amount })
    told['debits taken back after they were paid'] += sale.amount
  }

  function receive(sale: Sale, amount: bigint): void {
    post({ bank_clearing: amount, suspense: -amount })
    sale.suspended += amount
    if (sale.state === 'paid' && sale.suspended === sale.amount) complete(sale)
  }

  /** What the network finds wrong about its own file later. */
  function findWrong({ sale, kind, amount }: Waiting): void {
    if (kind !== 'sale') return
    if (sale.clearing === 'short') wait(sale, 'correction', sale.amount - amount, 1)
    if (sale.clearing === 'disputed') {
      sale.disputed = amount
      wait(sale, 'chargeback', -amount)
    }
  }

  return {
    sales,
    /** A charge or a capture that was approved. */
    charged(id: string, amount: bigint, to: string, number: string): Sale {
      const clearing = oddlyCleared[number] ?? 'well'
      const sale: Sale = {
        id,
        amount,
        to,
        clearing,
        last4: number.slice(-4),
        state: 'paid',
        suspended: 0n,
        refunded: 0n,
        disputed: 0n,
        disputedOn: null,
      }
      sales.push(sale)
      post({ network_receivable: amount, company_payable: -amount })
      network.net += amount
      told['card debits paid'] += amount
      if (clearing === 'rejected') wait(sale, 'reject', 0n)
      else if (clearing === 'late') wait(sale, 'sale', amount, 1)
      else if (clearing === 'short') wait(sale, 'sale', amount - SHORT_BY)
      else if (clearing !== 'never') wait(sale, 'sale', amount)
      if (clearing === 'twice') {
        wait(sale, 'sale', amount)
        wait(sale, 'correction', -amount, 1)
      }
      return sale
    },
    held(amount: bigint): void {
      network.held += amount
      told.preauthorized += amount
    },
    released: (amount: bigint): void => {
      network.held -= amount
    },
    /**
     * All of a charge that has not cleared: the charge itself is taken back, by the next file where the last
     * one has it after all.
     */
    reversed(sale: Sale): void {
      if (sale.state === 'completed') {
        const fee = ledger.feeOf('card', sale.amount)
        post({ network_receivable: sale.amount, suspense: -sale.amount })
        post({ company_payable: -fee, fees: fee })
        owe(sale.to, fee - sale.amount)
        sale.suspended = sale.amount
        wait(sale, 'correction', -sale.amount)
      } else waiting = waiting.filter((one) => one.sale !== sale)
      sale.state = 'voided'
      sale.refunded = sale.amount
      post({ company_payable: sale.amount, network_receivable: -sale.amount })
      network.net -= sale.amount
      told.refunded += sale.amount
    },
    refunded(sale: Sale, amount: bigint): void {
      sale.refunded += amount
      post({ company_payable: amount, refunds: -amount })
      network.net -= amount
      network.refunded += amount
      told.refunded += amount
      owe(sale.to, -amount)
      wait(sale, 'refund', -amount)
    },
    refundFailed: (amount: bigint): void => {
      told['refunds failed'] += amount
    },
    /** The card holder asks the network for it; the next file has it. */
    dispute(sale: Sale, amount: bigint): void {
      sale.disputed = amount
      wait(sale, 'chargeback', -amount)
    },
    /** What was submitted is decided in the second file from now. */
    decide: (sale: Sale, won: boolean) => wait(sale, won ? 'won' : 'lost', won ? sale.disputed : 0n, 1),
    unanswered: (sale: Sale): void => {
      told['disputes lost'] += sale.disputed
    },
    /** What a person decides about a charge whose money is missing, or that is another amount. */
    settledByPerson: (sale: Sale) => complete(sale),
    failedByPerson: (sale: Sale) => fail(sale),
    /** Money that came when nothing was expected any more. */
    writtenOff(sale: Sale): void {
      post({ suspense: sale.suspended, losses: -sale.suspended })
      sale.suspended = 0n
    },
    /** The network's next clearing file. */
    file(): void {
      const all = waiting
      waiting = all.filter(({ skips }) => skips > 0).map((one) => ({ ...one, skips: one.skips - 1 }))
      const due = all.filter(({ skips }) => skips === 0)
      for (const one of due) {
        bank.deposits += one.amount
        findWrong(one)
      }
      const received = Map.groupBy(
        due.filter(({ kind }) => kind === 'sale' || kind === 'correction'),
        ({ sale }) => sale,
      )
      for (const [sale, records] of received)
        receive(
          sale,
          records.reduce((sum, { amount }) => sum + amount, 0n),
        )
      for (const { sale, kind, amount } of due) {
        if (kind === 'reject') fail(sale)
        if (kind === 'refund') post({ refunds: -amount, bank_clearing: amount })
        if (kind === 'chargeback' || kind === 'won') {
          post({ company_payable: -amount, bank_clearing: amount })
          owe(sale.to, amount)
        }
        if (kind === 'chargeback') {
          sale.disputedOn = ledger.day
          told.disputed -= amount
        }
        if (kind === 'won') told['disputes won'] += amount
        if (kind === 'lost') told['disputes lost'] += sale.disputed
      }
    },
  }
}
