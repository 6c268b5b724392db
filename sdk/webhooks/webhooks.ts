/**
 * `@jetpay/node/webhooks`: all that a receiver of deliveries needs. Runs wherever Web Crypto and fetch do.
 */
export {
  type Delivery,
  DeliveryError,
  type DeliveryErrorCode,
  type PaymentEvent,
  statusFor,
  type TestEvent,
} from './delivery.ts'
export { type EventStore, type Gaps, type HandleOnceOptions, handleOnce } from './handle-once.ts'
export { type KeySet, type KeySetOptions, remoteKeys } from './key-set.ts'
export { type PostgresClient, postgresStore } from './postgres-store.ts'
export type { PullFrom } from './pull-events.ts'
export type { RawDelivery } from './raw-delivery.ts'
export { memoryReplayGuard, type ReplayGuard } from './replay-guard.ts'
export { type VerifyOptions, verifyDelivery } from './verify-delivery.ts'
export { type StandardOptions, verifyStandardWebhook } from './verify-standard-webhook.ts'
