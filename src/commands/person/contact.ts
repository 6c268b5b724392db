import type { ErasureReason } from '../../contacts/contact-erasure.ts'
import { type Command, companyOfIt, decider } from '../command.ts'
import { onDatabase } from '../on-database.ts'
import { decision } from '../read-word.ts'

const reasons = [
  'person_asked',
  'no_longer_needed',
  'collected_wrongly',
] as const satisfies readonly ErasureReason[]

/** `jetpay contact …`: the people that companies charge and pay. */
export const contactCommands: readonly Command[] = [
  {
    name: 'contact erase',
    summary: 'Erase a contact for ever: name, addresses, accounts, mails, notes',
    details:
      'Deletes it first, if it is not. Refused while its money moves. Ledger, transactions, ids and proofs of events stay; docs/erasure.md has what stays how long. The worker does it, within seconds; said again, this shows how far it is. Name nobody in the note: it is kept.',
    arguments: [{ name: '<contact id>', says: 'whom; there is no way back' }],
    options: [
      { flags: '--reason <word>', says: 'why', needed: true, choices: reasons },
      ...decider,
      companyOfIt,
    ],
    examples: [
      'contact erase 0197d3a0-0000-7000-8000-000000000006 --reason person_asked --by Ada --note "Ticket 4711"',
    ],
    run: (given) =>
      onDatabase(async (db) => {
        const { eraseContactByCommand } = await import('../../operator/by-command.ts')
        const { companyOfNamed } = await import('../named-company.ts')
        const decided = decision(given)
        const companyId = await companyOfNamed(db, 'contact', decided.id, given.has('company'))
        return eraseContactByCommand(db, companyId, decided, given.need('reason') as ErasureReason)
      }),
  },
]
