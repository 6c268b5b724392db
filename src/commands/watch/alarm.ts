import { type Command, decider, paging } from '../command.ts'
import { answerOf, onDatabase, page } from '../on-database.ts'
import { decision } from '../read-word.ts'

/** `jetpay alarm …`: what a person has to see to. */
export const alarmCommands: readonly Command[] = [
  {
    name: 'alarm list',
    summary: 'List alarms: what a person must see to, and what to do',
    options: [
      {
        flags: '--state <state>',
        says: 'those; open ones unless told otherwise',
        choices: ['open', 'closed'],
      },
      ...paging,
    ],
    examples: ['alarm list', 'alarm list --state closed --json'],
    columns: ['identifier', 'kind', 'name', 'company_name', 'raised_at', 'next_step'],
    run: (given) =>
      answerOf(given, 'platform', 'list_alarms', {
        query: { ...page(given), state: given.has('state') ?? 'open' },
      }),
  },
  {
    name: 'alarm close',
    summary: 'Close an alarm that was seen to',
    arguments: [{ name: '<alarm id>', says: 'its id, as `jetpay alarm list` shows it' }],
    options: decider,
    examples: ['alarm close 0197d3a0-0000-7000-8000-000000000008 --by Ada --note "File sent again"'],
    run: (given) =>
      onDatabase(async (db) => {
        const { closeAlarmByCommand } = await import('../../operator/by-command.ts')
        await closeAlarmByCommand(db, decision(given))
        return { ok: true }
      }),
  },
]
