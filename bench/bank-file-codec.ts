/**
 * `node --expose-gc bank-file-codec.ts LAYOUT ITEMS`: one file of a layout, written to disk and read back; a
 * process of its own, for its peak.
 */
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { pipeline } from 'node:stream/promises'
import { readConfig } from '../src/ground/config.ts'
import type { BankFileRow, WritableItem } from '../src/rails/bank-file.ts'
import { layouts as eftLayouts } from '../src/rails/eft/bank-profile.ts'
import { readNacha } from '../src/rails/nacha/read-nacha.ts'
import { layoutOf } from '../src/rails/rail.ts'

const [profile = 'cpa005', count = '10000'] = process.argv.slice(2)
const ITEMS = Number(count)
/** How often the heap is looked at, with what is no longer needed thrown away. */
const LOOKS = 5

const { bank } = readConfig({ JETPAY_ACH_ODFI: '021000021' })
const layout = layoutOf({ profile })
const file = {
  bank_file_id: '',
  file_number: 1,
  profile,
  currency: 'CAD',
  state: 'writing',
  staged_as: null,
  created_on: '2026-11-23',
  created_at: new Date('2026-11-23T17:00:00Z'),
  originator_id: profile === 'nacha' ? bank.ach.companyId : bank.originatorId,
  originator: layout.originatorOf(bank),
} as BankFileRow

/** All credits: TD's layout has one kind to a file. */
const itemOf = (line: number): WritableItem => ({
  company_id: 'a',
  bank_account_id: 'b',
  kind: 'credit',
  direction: 'credit',
  agreed: 'written',
  amount: BigInt(line),
  trace_number: `J${String(line).padStart(12, '0')}`,
  file_line: line,
  due_on: '2026-11-24',
  sundry: `Order ${line}`,
  company_name: 'Maple',
  is_company: false,
  holder_name: `Hélène Côté ${line}`,
  account_type: 'chequing',
  account_number: String(1_000_000 + line),
  institution_number: '001',
  transit_number: '00011',
  routing_number: '021000021',
})

const heaps: number[] = []
function look(at: number): void {
  if (at % Math.ceil(ITEMS / LOOKS) !== 0) return
  globalThis.gc!()
  heaps.push(process.memoryUsage().heapUsed)
}
const heapNow = () => {
  globalThis.gc!()
  return process.memoryUsage().heapUsed
}
const mb = (bytes: number) => (bytes / 1e6).toFixed(1)

async function* items() {
  for (let line = 1; line <= ITEMS; line++) {
    look(line)
    yield itemOf(line)
  }
}

/** What a file gives back: how many items, and whether each is the one that was written. */
async function readBack(path: string): Promise<number> {
  let at = 0
  const check = (amount: bigint, reference: string, number: string) => {
    const item = itemOf(++at)
    look(at)
    if (amount !== item.amount || reference !== item.trace_number || number !== item.account_number)
      throw new Error(`item ${at} is another`)
  }
  if (profile === 'nacha') {
    for await (const part of readNacha(createReadStream(path)))
      if (part.kind === 'entry') check(part.entry.amount, part.entry.individualId, part.entry.account)
  } else {
    const { read } = profile === 'td80' ? eftLayouts.td80 : eftLayouts.cpa1464
    for await (const part of read(createReadStream(path)))
      if (part.kind === 'item') check(part.item.amount, part.item.crossReference, part.item.account.number)
  }
  return at
}

async function timed<Result>(work: () => Promise<Result>) {
  const before = heapNow()
  heaps.length = 0
  const from = performance.now()
  const cpuFrom = process.cpuUsage()
  const result = await work()
  const ms = performance.now() - from
  const { user, system } = process.cpuUsage(cpuFrom)
  return {
    result,
    ms,
    cpuMs: (user + system) / 1000,
    before,
    during: Math.max(before, ...heaps),
    after: heapNow(),
  }
}

const folder = mkdtempSync(`${tmpdir()}/jetpay-bench-file-`)
try {
  const path = `${folder}/file`
  const written = await timed(() => pipeline(layout.write(file, items()), createWriteStream(path)))
  const read = await timed(() => readBack(path))
  if (read.result !== ITEMS) throw new Error(`${read.result} of ${ITEMS} items were read`)
  const show = (of: Omit<typeof read, 'result'>) =>
    `${(of.ms / 1000).toFixed(2)} s (CPU ${(of.cpuMs / 1000).toFixed(2)} s; heap ${mb(of.before)}, at most ${mb(of.during)}, ${mb(of.after)} MB)`
  console.log(
    `  ${profile} ${ITEMS}: ${mb(statSync(path).size)} MB, written in ${show(written)}, read in ${show(read)}, peak RSS ${mb(process.resourceUsage().maxRSS * 1024)} MB`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
