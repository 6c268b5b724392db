/** What accounts of the ledger are called (docs/ledger.md). */
export const ledgerAccountWords: Record<'en' | 'fr', Record<string, string>> = {
  en: {
    network_receivable: 'Captured, not cleared by the network yet',
    company_payable: 'Owed to you (below zero)',
    bank_clearing: 'At our bank',
    fees: 'Fees',
    refunds: 'Refunds on their way',
    losses: 'Differences that were written off',
    suspense: 'Differences that are open',
  },
  fr: {
    network_receivable: 'Saisi, pas encore compensé par le réseau',
    company_payable: 'Vous est dû (sous zéro)',
    bank_clearing: 'À notre banque',
    fees: 'Frais',
    refunds: 'Remboursements en route',
    losses: 'Écarts passés en perte',
    suspense: 'Écarts ouverts',
  },
}
