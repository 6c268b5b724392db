import type { Ledger } from './ledger.ts'

/** What the simulated bank is documented to do with a number, whichever code follows. */
const becomesOf = (number: string) =>
  number.startsWith('9900') ? 'comes back' : number.startsWith('9910') ? 'comes back late' : 'settles'

export type BankMoney = ReturnType<typeof openBankMoney>

export function openBankMoney(ledger: Ledger) {
  const { bank, told, post, owe } = ledger

  function sendOut(amount: bigint): void {
    bank.credits += amount
    told['payouts sent'] += amount
  }
  function arrive(amount: bigint): void {
    told['payouts deposited'] += amount
    ledger.deposited += amount
    post({ company_payable: amount, bank_clearing: -amount })
  }

  return {
    /** A debit by bank, from an account with this number. */
    debited(amount: bigint, number: string, to: string): void {
      bank.debits += amount
      if (becomesOf(number) !== 'settles') bank.returnedDebits += amount
      if (becomesOf(number) === 'comes back') return
      told['bank debits paid'] += amount
      post({ bank_clearing: amount, company_payable: -amount })
      owe(to, amount)
      ledger.charge('eft', amount, to)
      if (becomesOf(number) === 'settles') return
      told['debits taken back after they were paid'] += amount
      post({ company_payable: amount, bank_clearing: -amount })
      owe(to, -amount)
    },
    /** A credit from an account of the company's to one with this number. */
    credited(amount: bigint, from: string, number: string): void {
      bank.debits += amount
      bank.credits += amount
      told['credits pulled'] += amount
      if (becomesOf(number) !== 'comes back') told['credits delivered'] += amount
      if (becomesOf(number) === 'settles') {
        ledger.pushed += amount
        return
      }
      // The push came back, at once or late: the company gets the money with its next payout.
      bank.returnedCredits += amount
      const late = becomesOf(number) === 'comes back late'
      told[late ? 'credits returned after they were delivered' : 'credits that bounced'] += amount
      post({ bank_clearing: amount, company_payable: -amount })
      owe(from, amount)
    },
    /**
     * A credit whose pull the company's own bank takes back after it had counted as good. Whether the push
     * could still be stopped is a race that the client is told the end of.
     */
    creditUnfundedLate(amount: bigint, from: string, stopped: boolean): void {
      bank.debits += amount
      bank.returnedDebits += amount
      told['credits pulled'] += amount
      told['credit pulls taken back'] += amount
      if (stopped) return
      bank.credits += amount
      ledger.pushed += amount
      told['credits delivered'] += amount
      post({ company_payable: amount, bank_clearing: -amount })
      owe(from, -amount)
    },
    /** What an account is owed is deposited there. Less than nothing is carried over. */
    paidOut(account: string): void {
      const amount = ledger.due.get(account) ?? 0n
      if (amount <= 0n) return
      ledger.due.set(account, 0n)
      sendOut(amount)
      arrive(amount)
    },
    /**
     * A payout to an account with this number came back, and was sent again to another. Answers how much it
     * is.
     */
    cameBackAndWasRetried(account: string, number: string): bigint {
      const amount = ledger.due.get(account) ?? 0n
      ledger.due.set(account, 0n)
      sendOut(amount)
      bank.returnedCredits += amount
      told['payouts returned'] += amount
      if (becomesOf(number) === 'comes back late') told['payouts deposited'] += amount
      sendOut(amount)
      arrive(amount)
      return amount
    },
  }
}
