import { OperatorError } from '../errors.ts'
import type { Readers } from './readers.ts'

/** What an installation tells of its requests. */
export function readSeeingSettings({ oneOf, optional, number }: Readers) {
  const collector = (url: string | undefined) => {
    if (url === undefined || /^https?:$/.test(URL.parse(url)?.protocol ?? '')) return url
    throw new OperatorError('JETPAY_TRACES_URL is not an address such as http://127.0.0.1:4318/v1/traces.')
  }
  return {
    /** A line of the log for each request (`ground/access-log.ts`). */
    accessLog: oneOf('JETPAY_ACCESS_LOG', ['on', 'off'] as const, 'on') === 'on',
    /** The collector that traces are sent to (OTLP over HTTP); without it there are none. */
    tracesUrl: collector(optional('JETPAY_TRACES_URL')),
    /** Of how many requests in a hundred. Under load one is enough to see where the time goes. */
    tracesPercent: number('JETPAY_TRACES_PERCENT', 100, 1, 100),
  }
}
