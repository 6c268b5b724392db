import type { Readers } from './readers.ts'

/** What an installation tells of its requests. */
export function readSeeingSettings({ oneOf }: Readers) {
  return {
    /** A line of the log for each request (`ground/access-log.ts`). */
    accessLog: oneOf('JETPAY_ACCESS_LOG', ['on', 'off'] as const, 'on') === 'on',
  }
}
