/**
 * A monkey at the dashboard: clicks, keys, odd texts, Back and Forward, other widths, a line that is cut; all
 * by chance that a seed repeats. Returns what no page may do, each once, with what led to it.
 */
import type { Page } from 'playwright-core'
import { act } from './acts.ts'
import { chanceOf } from './chance.ts'
import { type Complaint, hasFocus, listen, look } from './complaints.ts'

export type Finding = Complaint & { at: string; times: number; after: string[] }
export type Asked = {
  seed: number
  ms: number
  /** Signs in (again) and opens the first page: a monkey finds the button that signs out. */
  enter(page: Page): Promise<void>
  say?(line: string): void
}

/** How many acts are told with a finding. */
const LED_TO_IT = 12
/** One act of so many cuts the line, and it stays cut for as many acts as this. */
const CUTS = 60
const CUT_FOR = 4
/** Between two acts, by chance: a page that is never let draw shows nothing, one that always is, no races. */
const PAUSES_MS = [0, 0, 50, 200, 500] as const
/** Where nobody is signed in there is little to find. */
const outside = /\/dashboard\/(sign-in|reset|invitation)/

export async function letMonkey(page: Page, { seed, ms, enter, say }: Asked): Promise<Finding[]> {
  const chance = chanceOf(seed)
  const findings = new Map<string, Finding>()
  const done: string[] = []
  const seen = new Set<string>()
  let acts = 0
  let cut = 0
  const complain = ({ kind, what }: Complaint) => {
    // Ids, counts and names of built files differ, the defect is the same.
    const key = `${kind} ${what.slice(0, 200).replaceAll(/[\da-f]{8}-[\da-f-]{27}|\d+/g, '#')}`
    const known = findings.get(key)
    if (known) return void known.times++
    const finding = { kind, what, at: page.url(), times: 1, after: done.slice(-LED_TO_IT) }
    findings.set(key, finding)
    say?.(`${kind}: ${what.slice(0, 300)}\n  at ${finding.at}\n  after ${finding.after.join(', ')}`)
  }
  listen(page, complain)
  page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined))
  await enter(page)
  for (const end = performance.now() + ms; performance.now() < end; acts++) {
    if (cut > 0 && --cut === 0) await page.context().setOffline(false)
    else if (cut === 0 && chance.whole(CUTS) === 0) {
      cut = CUT_FOR
      await page.context().setOffline(true)
      done.push('cut the line')
    }
    const online = cut === 0
    if (online && (outside.test(page.url()) || !page.url().includes('/dashboard'))) await enter(page)
    const focused = await hasFocus(page)
    const url = page.url()
    done.push(await act(page, chance, seen).catch((error) => `could not: ${String(error).slice(0, 80)}`))
    await page.waitForTimeout(chance.one(PAUSES_MS))
    const kept = focused && /^pressed (Enter|Space|Escape)/.test(done.at(-1)!)
    await look(page, { online, kept }, complain)
    const { pathname } = new URL(page.url())
    if (page.url() !== url && pathname.startsWith('/dashboard/')) seen.add(pathname)
  }
  await page.context().setOffline(false)
  say?.(`${acts} acts on ${seen.size} pages, ${findings.size} findings`)
  return [...findings.values()]
}
