/** What the vault needs to show a card page, and to answer that it is open: from outside, one at a time. */
import { answered } from '../test/answered.ts'
import type { System } from '../test/system.ts'
import { cpuByRole, perCharge } from './cpu.ts'
import { type Measured, summarize } from './measure.ts'

const PAGES = 400
/** Opened before anything counts: functions are compiled by then. */
const WARM = 100
/** The mark: a page opens within this many milliseconds of the server's time. */
const MARK_MS = 5

export async function benchCardPages(system: System): Promise<void> {
  const { demo } = system
  const ask = async (method: string, path: string, body?: object): Promise<any> => {
    const answer = await answered(() =>
      fetch(demo.api_url + path, {
        method,
        headers: { authorization: `Bearer ${demo.api_token}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      }),
    )
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const { identifier } = await ask('PUT', '/contact', { email: 'bench@example.com', name: 'Bench' })
  const urls: string[] = []
  while (urls.length < WARM + PAGES)
    urls.push((await ask('POST', `/contact/${identifier}/creditcards/url`)).url)
  for (const url of urls.splice(0, WARM)) await open(url)
  const before = cpuByRole(system)
  const first = await openAll(urls)
  const cpu = perCharge(before, cpuByRole(system), PAGES)
  console.log(`  a card page opens: ${tell(first)} (mark: ${MARK_MS}); CPU of one, in microseconds: ${cpu}`)
}

async function openAll(urls: string[]): Promise<Measured> {
  const from = performance.now()
  const latencies: number[] = []
  for (const url of urls) latencies.push(await open(url))
  return summarize(latencies, 0, performance.now() - from)
}

/** Milliseconds until the page is there. */
async function open(url: string): Promise<number> {
  const from = performance.now()
  const page = await fetch(url)
  const text = await page.text()
  if (page.status !== 200 || !text.includes('<form')) throw new Error(`a card page answered ${page.status}`)
  return performance.now() - from
}

const tell = ({ p50, p99, most }: Measured) =>
  `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ${most.toFixed(1)} ms at most`
