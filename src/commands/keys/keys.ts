import type { VaultRotation } from '../../vault/rotate/rotation.ts'
import type { Command } from '../command.ts'
import { answerOf } from '../on-database.ts'

/** `jetpay keys …`: the inventory of keys, and what changes them. docs/keys.md. */
export const keysCommands: readonly Command[] = [
  {
    name: 'keys list',
    summary: 'List all keys: what for, how long, since when, when due; never a key itself',
    details: 'The vault’s are told where its database can be asked: VAULT_DATABASE_URL.',
    examples: ['keys list', 'keys list --json'],
    columns: ['name', 'what_for', 'algorithm', 'bits', 'state', 'made_at', 'due_at', 'kept'],
    async run(given) {
      const { inventory } = await import('./inventory.ts')
      return inventory(answerOf(given, 'platform', 'list_keys'))
    },
  },
  {
    name: 'keys rotate',
    summary: 'Replace a key while everything goes on, and wait until the old one is retired',
    details:
      'It may be ended: the vault goes on, and the same command shows how far it is. Run it as the vault’s user, with its settings; `signing` and `sealing` with those of the api.',
    arguments: [
      {
        name: '<which>',
        says: 'which key',
        choices: ['kek', 'data', 'fingerprint', 'ticket', 'signing', 'sealing'],
      },
    ],
    options: [{ flags: '--detach', says: 'ask for it, and do not wait for its end' }],
    examples: ['keys rotate data', 'keys rotate kek --detach', 'keys rotate sealing'],
    async run(given) {
      if (given.word === 'signing') {
        const { rotateSigning } = await import('./rotate-signing.ts')
        return rotateSigning(given)
      }
      if (given.word === 'sealing') {
        const { rotateSealing } = await import('./rotate-sealing.ts')
        return rotateSealing(given)
      }
      const { rotateVaultKey } = await import('./rotate-vault-key.ts')
      return rotateVaultKey(given.word as VaultRotation, given.flag('detach'))
    },
  },
  {
    name: 'keys part make',
    summary: 'Make one custodian’s part of a key-encryption key; it is shown once',
    details: 'It is kept nowhere: the custodian writes it down, where no other custodian sees it.',
    examples: ['keys part make'],
    async run() {
      const { newPart } = await import('../../vault/kek/key-part.ts')
      return { ...newPart(), note: 'Write it down with its check value: it is not shown again.' }
    },
  },
  {
    name: 'keys part enter',
    summary: 'Enter one custodian’s part; the second of them makes the key',
    details:
      'It is typed, unseen, or read from standard input. `jetpay keys rotate kek` then takes the key into use.',
    examples: ['keys part enter < part-of-ada.txt'],
    async run() {
      const { enterPart } = await import('./enter-part.ts')
      return enterPart()
    },
  },
  {
    name: 'keys part drop',
    summary: 'Forget the part that was entered first, to begin anew',
    examples: ['keys part drop'],
    async run() {
      const { dropFirstPart } = await import('../../vault/kek/key-part.ts')
      const { readConfig } = await import('../../ground/config.ts')
      return { dropped: dropFirstPart(readConfig().vaultKeyFile) }
    },
  },
]
