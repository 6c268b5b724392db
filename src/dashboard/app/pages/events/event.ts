/** As `GET /events/{event_id}` tells it. */
export type Event = { id: number; createdAt: string; type: string; data: Readonly<Record<string, unknown>> }

/** What it is about, where it says so: the first of these. */
const subjects = [
  'transactionId',
  'payoutId',
  'scheduleId',
  'creditCardId',
  'bankAccountId',
  'contactId',
  'webhookId',
]

export const subjectOf = ({ data }: Event): string | undefined => {
  const name = subjects.find((name) => typeof data[name] === 'string')
  return name && (data[name] as string)
}
