/** As `GET /webhooks/{identifier}` tells it. */
export type Webhook = {
  id: number
  identifier: string
  callback_url: string
  state: 'active' | 'scheduled' | 'dispatching' | 'backing_off' | 'failed'
  last_sent_event_id: number
  max_batch_size: number
  max_wait_seconds: number
  event_types: readonly string[] | null
  failing_since: string | null
  next_attempt_at: string | null
  redelivery: { from_event_id: number; through_event_id: number } | null
  created_at: string
  updated_at: string
}

export type Delivery = {
  identifier: string
  kind: 'events' | 'redelivery' | 'test'
  first_event_id: number
  last_event_id: number
  attempt: number
  delivered: boolean
  status: number | null
  error_class: string | null
  error: string | null
  request_excerpt: string | null
  response_excerpt: string | null
  latency_ms: number
  attempted_at: string
}

/** What the state says of its health: a shape and a colour. */
export const toneOf = (state: Webhook['state']) =>
  state === 'failed' ? 'bad' : state === 'backing_off' ? 'warn' : state === 'active' ? 'good' : 'going'
