/**
 * What alarms are about, by the names that people have for it: in the dashboard, the API, the command and
 * mails.
 */
const en = {
  about: {
    transaction: (amount: string) => `Payment of ${amount}`,
    dispute: (amount: string) => `Dispute of ${amount}`,
    payout: (amount: string) => `Payout of ${amount}`,
  },
  quoted: (what: string) => `“${what}”`,
  pagesOf: (company: string) => `Card pages of ${company}`,
  cardsOf: (company: string) => `Cards of ${company} in a file`,
  debitsOf: (company: string) => `Debits of ${company}`,
  bankFile: (file: string) => `File of the bank ${file}`,
  subjects: {
    clearing_file_refused: (subject: string) => `Clearing file ${subject}`,
    clearing_file_missing: (subject: string) => `Clearing file ${subject}`,
    clearing_difference: (subject: string) => `Differences of clearing file ${subject}`,
    bank_file_rejected: (subject: string) => `File to the bank ${subject}`,
    bank_file_refused: (subject: string) => `File of the bank ${subject}`,
    recovery_open: () => 'The restored database',
    acceptor_unknown: (subject: string) => `Identity ${subject} at the card network`,
    audit_log_failing: () => 'Audit log of the vault',
    audit_log_changed: () => 'Audit log of the vault',
    account_update_file_refused: (subject: string) => `File of account updates ${subject}`,
    account_update_file_missing: (subject: string) => `File of account updates ${subject}`,
    card_page_changed: () => 'The card page',
    card_custodian_added: (subject: string) => `Custodian ${subject}`,
  },
}

const fr: typeof en = {
  about: {
    transaction: (amount) => `Paiement de ${amount}`,
    dispute: (amount) => `Contestation de ${amount}`,
    payout: (amount) => `Versement de ${amount}`,
  },
  quoted: (what) => `«\u00a0${what}\u00a0»`,
  pagesOf: (company) => `Pages de carte de ${company}`,
  cardsOf: (company) => `Cartes de ${company} dans un fichier`,
  debitsOf: (company) => `Débits de ${company}`,
  bankFile: (file) => `Fichier de la banque ${file}`,
  subjects: {
    clearing_file_refused: (subject) => `Fichier de compensation ${subject}`,
    clearing_file_missing: (subject) => `Fichier de compensation ${subject}`,
    clearing_difference: (subject) => `Écarts du fichier de compensation ${subject}`,
    bank_file_rejected: (subject) => `Fichier à la banque ${subject}`,
    bank_file_refused: (subject) => `Fichier de la banque ${subject}`,
    recovery_open: () => 'La base de données restaurée',
    acceptor_unknown: (subject) => `Identité ${subject} au réseau de cartes`,
    audit_log_failing: () => 'Journal d’audit du coffre',
    audit_log_changed: () => 'Journal d’audit du coffre',
    account_update_file_refused: (subject) => `Fichier de mises à jour des comptes ${subject}`,
    account_update_file_missing: (subject) => `Fichier de mises à jour des comptes ${subject}`,
    card_page_changed: () => 'La page de carte',
    card_custodian_added: (subject) => `Gardien ${subject}`,
  },
}

export const alarmNames = { en, fr }

type NamedAlarm = {
  kind: string
  subject: string
  company_name: string | null
  about: { kind: keyof typeof en.about; statement: string | null } | null
  details: Record<string, unknown>
}

/**
 * `Payment of $66.60, “Order 7”`, `Clearing file N1 4`. `money` says the amount of what it is about;
 * `isolate` keeps a name that is written from the right apart from its sentence.
 */
export function nameAlarm(
  say: typeof en,
  { kind, subject, company_name, about, details }: NamedAlarm,
  money: () => string,
  isolate: (text: string) => string = (text) => text,
): string {
  if (about) {
    const what = say.about[about.kind](money())
    return about.statement ? `${what}, ${say.quoted(isolate(about.statement))}` : what
  }
  if (kind === 'card_testing') return say.pagesOf(isolate(company_name ?? subject))
  if (kind === 'return_rate_high') return say.debitsOf(isolate(company_name ?? subject))
  if (kind === 'card_transfer_asked' || kind === 'card_transfer_done')
    return say.cardsOf(isolate(company_name ?? subject))
  if (kind === 'bank_return_parked') return say.bankFile(String(details.number ?? subject))
  const named: Partial<Record<string, (subject: string) => string>> = say.subjects
  return named[kind]?.(subject) ?? subject
}
