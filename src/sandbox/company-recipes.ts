import { randomInt } from 'node:crypto'
import type { EventType } from '../events/event-types.ts'
import { passesLuhn } from '../ground/card-number.ts'
import { newId } from '../ground/ids.ts'
import type { DemoClient } from './demo-client.ts'
import type { Fields, Recipe, Told } from './recipe.ts'

/** Longer than a failing webhook is tried (src/webhooks/retry-schedule.ts). */
const UNTIL_IT_STOPS = '77h'
/** Nothing listens there (the discard service). */
const NOBODY = 'http://127.0.0.1:9'
/** An invitation is among the newest mails of the company. */
const MAILS = 50

/** More than the demo's limit of one card (JETPAY_CARD_DECLINES_CARD). */
const DECLINES_MAX = 200

/** A number that no issuer knows, and nobody else's: what is locked out is this one alone. */
function someNumber(): string {
  for (;;) {
    const number = `4000${String(randomInt(10 ** 11)).padStart(11, '0')}`
    for (let last = 0; last < 10; last++) if (passesLuhn(`${number}${last}`)) return `${number}${last}`
  }
}

/** An address that nobody has yet. */
const invite = async (demo: DemoClient) => {
  const email = `trigger-${newId()}@example.com`
  const { identifier } = await demo.call('POST', '/team/invitations', { email, role: 'viewer' })
  return { email, invitationId: identifier as string }
}

/** Somebody is invited, opens the link of the mail and joins; then they are removed again. */
async function joinAndLeave(demo: DemoClient, told: Told) {
  const { email } = await invite(demo)
  const { data } = await demo.call('GET', `/sandbox/mail?limit=${MAILS}`)
  const mail = (data as { to: string; text: string }[]).find(({ to }) => to === email)
  await demo.join(/#([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '')
  const { userId } = await told('users.signed_in', { email })
  await demo.call('DELETE', `/team/${userId}`)
  return { userId }
}

/** A webhook that nobody takes anything from; it is deleted once `then` is done. */
async function failing(demo: DemoClient, told: Told, then: (webhookId: Fields) => Promise<unknown>) {
  const { identifier } = await demo.call('POST', '/webhooks', {
    callback_url: `${NOBODY}/${newId()}`,
    event_types: ['contacts.created'],
    max_wait_seconds: 0,
  })
  const webhook = { webhookId: identifier }
  try {
    await demo.createContact()
    await told('webhooks.failing', webhook)
    await then(webhook)
  } finally {
    await demo.call('DELETE', `/webhooks/${identifier}`)
  }
  return webhook
}

/** Events of the company, its people and its webhooks. */
export const companyRecipes = {
  'company.updated': {
    async make(demo) {
      const { receipts_by_mail: was } = await demo.call('GET', '/company')
      await demo.call('PATCH', '/company', { receipts_by_mail: !was })
      // As it was.
      await demo.call('PATCH', '/company', { receipts_by_mail: was })
      return { receiptsByMail: !was }
    },
  },
  'company.card_testing_suspected': {
    async make(demo) {
      const number = someNumber()
      for (let tries = 0; tries < DECLINES_MAX && (await demo.declined(number)); tries++);
      return { scope: 'card' }
    },
  },
  'users.invited': {
    async make(demo) {
      const { email, invitationId } = await invite(demo)
      await demo.call('DELETE', `/team/invitations/${invitationId}`)
      return { email }
    },
  },
  'users.signed_in': { make: joinAndLeave },
  'users.removed': { make: joinAndLeave },
  'webhooks.failing': { make: (demo, told) => failing(demo, told, async () => undefined) },
  'webhooks.failed': {
    moves: UNTIL_IT_STOPS,
    make: (demo, told) =>
      failing(demo, told, async (webhook) => {
        await demo.call('POST', '/sandbox/clock', { advance: UNTIL_IT_STOPS })
        await told('webhooks.failed', webhook)
      }),
  },
} satisfies Partial<Record<EventType, Recipe>>
