/**
 * What an auditor asks for, how it is met here, and the tests that fail where it is not. The evidence of
 * today is found by `compliance.ts` under the name that a row has.
 */
export type EvidenceName =
  | 'columns'
  | 'sealed'
  | 'wrapped'
  | 'keys'
  | 'keyFiles'
  | 'apart'
  | 'inTheClear'
  | 'logWhole'
  | 'appendOnly'
  | 'logKept'
  | 'logAlarms'
  | 'lines'
  | 'passwords'
  | 'operators'
  | 'tokens'
  | 'dumps'
  | 'retention'
  | 'pinned'
  | 'pages'
  | 'mainColumns'
  | 'mainSealed'
  | 'apartFromDemo'
  | 'replay'
  | 'custodians'
  | 'abuse'
  | 'algorithms'
  | 'clocks'
  | 'transfers'
  | 'erasures'
  | 'returnRates'
  | 'webAccounts'

export type Requirement = {
  id: string
  asks: string
  met: string
  tests: readonly string[]
  evidence?: EvidenceName
}

const row = (id: string, asks: string, met: string, tests: string, evidence?: EvidenceName): Requirement => ({
  id,
  asks,
  met,
  tests: tests.split(' ').filter(Boolean),
  ...(evidence && { evidence }),
})

export const requirements: readonly Requirement[] = [
  row(
    'PCI 2.2.6',
    'System security parameters prevent misuse',
    'The vault runs under Node’s permission model, without core dumps and debugger',
    'src/supervisor/vault-permissions.test.ts src/vault/memory.system.long.test.ts',
    'dumps',
  ),
  row(
    'PCI 3.2.1',
    'Account data is kept as long as needed',
    'Deleting a card or contact destroys the number; single-use cards that did not pay are shredded',
    'src/vault/lost-keys.test.ts test/no-card-data.system.test.ts',
    'sealed',
  ),
  row(
    'PCI 3.3.1',
    'No sensitive authentication data after authorization',
    'There is no column for a CVC; buffers are wiped once the network has answered',
    'src/vault/memory.system.long.test.ts test/no-card-data.system.test.ts',
    'columns',
  ),
  row(
    'PCI 3.4.1',
    'A displayed number is masked',
    'Only brand and last four leave the vault',
    'test/no-card-data.system.test.ts',
    'mainColumns',
  ),
  row(
    'PCI 3.5.1',
    'A stored number is unreadable',
    'AES-256-GCM under a data key, bound to company and card; fingerprints are keyed hashes (3.5.1.1)',
    'src/vault/cipher.test.ts test/no-card-data.system.test.ts',
    'sealed',
  ),
  row(
    'PCI 3.6.1',
    'Keys are protected, and few have access',
    'A key-encryption key wraps data keys; its file is of mode 600, or it is in a token',
    'src/vault/kek/pkcs11-kek.test.ts src/vault/first-keys.test.ts',
    'keyFiles',
  ),
  row(
    'PCI 3.7.4',
    'Keys are changed at the end of their life',
    '`jetpay keys rotate` while charges go on; `jetpay keys list` says what is due',
    'src/vault/rotate/rotate.test.ts src/vault/rotate/rotate.system.long.test.ts src/worker/reseal-secrets.long.test.ts',
    'keys',
  ),
  row(
    'PCI 3.7.5',
    'Keys that are not needed are destroyed',
    'A data key that no card names is destroyed by its rotation',
    'src/vault/rotate/rotate.test.ts',
    'wrapped',
  ),
  row(
    'PCI 3.7.6',
    'Split knowledge and dual control',
    '`jetpay keys part`: two custodians, neither of whom knows the key',
    'src/vault/rotate/rotate.test.ts',
    'custodians',
  ),
  row(
    'PCI 4.2.1',
    'Strong cryptography over open networks',
    'Live refuses what would be spoken in the clear; TLS to databases, between roles and to the network',
    'src/ground/settings/live.test.ts src/vault/tls-door.test.ts src/vault/network-tls.test.ts',
    'inTheClear',
  ),
  row(
    'PCI 6.2.4',
    'Common attacks are prevented',
    'Strict schemas, prepared statements, one rule for texts, limits at the door and of cards that are tried out',
    'src/http/hostile-text.test.ts src/vault/questions.test.ts src/payment-page/hostile-forms.test.ts src/vault/velocity/locks.test.ts',
    'abuse',
  ),
  row(
    'PCI 6.3.2',
    'An inventory of third-party software',
    'package-lock.json names each package with its version and hash',
    'test/tidy.test.ts',
    'pinned',
  ),
  row(
    'PCI 6.4.3',
    'Scripts of payment pages are known and whole',
    'Own scripts only, each in the release with its hash and why it is there',
    'src/vault/page/assets.test.ts src/vault/page/headers.test.ts src/page-audit/page-audit.test.ts',
    'pages',
  ),
  row(
    'PCI 6.5.3',
    'Development and production are apart',
    'The demo’s doors do not exist live, and a moved clock is refused there',
    'src/ground/settings/live.test.ts src/supervisor/live-checklist.test.ts',
    'apartFromDemo',
  ),
  row(
    'PCI 7.2.1',
    'Access by need to know',
    'Two database users, neither of whom reaches the other’s; roles get only the settings they need',
    'src/ground/settings/hand-over.test.ts src/db/init-database.test.ts',
    'apart',
  ),
  row(
    'PCI 7.2.5',
    'Accounts of programs have the least rights',
    'Scopes of API tokens, roles of members; each role of the system its own user and secrets',
    'test/tenants.test.ts src/users/roles.test.ts src/supervisor/live.system.long.test.ts',
    'tokens',
  ),
  row(
    'PCI 7.2.6',
    'Stored numbers are reached by few, and by programs',
    'Numbers leave in a file that one custodian asks for and another approves, sealed to a known key',
    'test/portability.long.test.ts src/vault/transfer/import-cards.test.ts src/cards/follow-card-transfers.test.ts',
    'transfers',
  ),
  row(
    'PCI 8.3.1',
    'Each user is authenticated',
    'Passwords under argon2id, passkeys, tries limited by account and address (8.3.4)',
    'src/users/sign-in.test.ts',
    'passwords',
  ),
  row(
    'PCI 8.4.2',
    'Multi-factor authentication',
    'Operators need a second factor; companies may demand it of members',
    'src/users/second-factor.test.ts',
    'operators',
  ),
  row(
    'PCI 8.5.1',
    'A second factor cannot be replayed',
    'No code is taken twice, and a passkey signs a challenge of one use',
    'src/users/second-factor.test.ts',
    'replay',
  ),
  row(
    'PCI 8.6.2',
    'Secrets of programs are in no file or code',
    'By a descriptor or a file of mode 600; of tokens only hashes are kept',
    'src/ground/settings/hand-over.test.ts src/vault/memory.system.long.test.ts',
    'tokens',
  ),
  row(
    'PCI 10.2.1',
    'Access to card data, actions and refusals are logged',
    'The vault’s audit log and the main side’s: `jetpay audit list`, the dashboard',
    'src/vault/audit/audit.test.ts src/http/audit.test.ts',
    'lines',
  ),
  row(
    'PCI 10.3.2',
    'Logs are protected from changes',
    'Triggers and rights refuse them',
    'src/vault/audit/audit.test.ts src/users/audit-seals.test.ts',
    'appendOnly',
  ),
  row(
    'PCI 10.3.4',
    'A change of the logs is found',
    'A chain of hashes, of whose end each side has what the other’s was',
    'src/vault/audit/audit.test.ts src/users/audit-seals.test.ts',
    'logWhole',
  ),
  row(
    'PCI 10.5.1',
    'Logs of 12 months',
    'The vault’s go by whole months after twelve; the main side’s stay',
    'src/vault/audit/audit.test.ts',
    'logKept',
  ),
  row(
    'PCI 10.6.1',
    'Clocks agree',
    'Logs have the time of their database’s server, which NTP keeps; both servers and this host are compared',
    'src/db/instant.test.ts',
    'clocks',
  ),
  row(
    'PCI 10.7.2',
    'A failure of logging is told, and ends what it would hide',
    'No charge without its line; an alarm within a minute',
    'src/vault/audit/audit.test.ts src/users/audit-seals.test.ts',
    'logAlarms',
  ),
  row(
    'PCI 11.6.1',
    'Changes of payment pages are found',
    'The worker compares what is served with what was released, daily; `jetpay page audit` from elsewhere',
    'src/page-audit/page-audit.test.ts src/vault/page/headers.test.ts',
    'pages',
  ),
  row(
    'PCI 12.3.3',
    'An inventory of cryptography',
    '`jetpay keys list`: each key with its algorithm, length and dates',
    'src/vault/rotate/rotate.test.ts',
    'algorithms',
  ),
  row(
    'Nacha WEB',
    'Accounts are validated before the first WEB debit',
    'The payer’s account is checked in form, and each first debit by its returns',
    'src/payment-page/bank-fields.test.ts src/rails/nacha/nacha-file.test.ts src/commands/prove/compliance-controls.long.test.ts',
    'webAccounts',
  ),
  row(
    'Nacha 2026',
    'Entries are watched for fraud',
    'Limits of companies, and an alarm where return rates are above those of Nacha',
    'src/rails/watch-return-rates.test.ts src/commands/prove/compliance-controls.long.test.ts',
    'returnRates',
  ),
  row(
    'Rule H1',
    'Debit agreements are kept 12 months',
    'Sealed under the main key, and destroyed after',
    'src/payment-page/agreement.test.ts',
    'retention',
  ),
  row(
    'Law 25, PIPEDA',
    'Personal data is safe while it is kept (Law 25 s. 10, PIPEDA 4.7)',
    'Deleting a contact shreds its cards; bank accounts and agreements are sealed',
    'test/no-card-data.system.test.ts src/worker/reseal-secrets.long.test.ts',
    'mainSealed',
  ),
  row(
    'Law 25 s. 23',
    'Personal data is destroyed once it has served its purpose (PIPEDA 4.5.3)',
    'A contact’s erasure: rows, mails, files and events of the log, whose proofs hold; docs/erasure.md has what stays how long',
    'src/erasure/nothing-left.long.test.ts src/erasure/erase-contact.test.ts src/erasure/erase-archived.test.ts src/erasure/erase-kill.long.test.ts',
    'erasures',
  ),
]
