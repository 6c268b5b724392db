/** What happens when: a pure function of the seed, so that a month that was interrupted goes on as it was. */
import { seeded } from '../chaos/random.ts'

/** How many of a thousand transactions are of each kind. */
const shares = {
  card: 745,
  decline: 70,
  eft: 55,
  ach: 25,
  credit_eft: 22,
  credit_ach: 8,
  link: 30,
  credit_link: 6,
  hold: 22,
  usd_card: 17,
}
/** What a busy month has a few of, however many transactions there are: of each so many a day. */
const fewADay = { unanswered: 2, clearsWrongly: 3, disputed: 2, refunds: 1, over_limit: 0 }

export type Kind = keyof typeof shares | Exclude<keyof typeof fewADay, 'over_limit'>
/** One thing to do. `draw`: a whole number that decides whom it is with. */
export type Item = { key: string; kind: Kind; amount: number; draw: number; statement: string }

export const BATCHES = 3
/** Of a day, where the first is the morning. */
const ofDay = [0.3, 0.45, 0.25]
const goods = ['Order', 'Commande', 'Repair', 'Réparation', 'Subscription', 'Rental', 'Parts', 'Helmet']

/** How busy each day is: weekends less, and a little more from week to week. */
const weight = (day: number, weekday: number) =>
  (weekday === 0 ? 0.45 : weekday === 6 ? 0.7 : 1) * (1 + day / 100)

export function planOf(
  seed: number,
  transactions: number,
  days: { weekday: number }[],
  day: number,
  batch: number,
): Item[] {
  const random = seeded(seed * 7_919 + day * 31 + batch)
  const all = days.reduce((sum, { weekday }, at) => sum + weight(at, weekday), 0)
  const size = Math.max(
    1,
    Math.round(((transactions * weight(day, days[day]!.weekday)) / all) * ofDay[batch]!),
  )
  const kinds: Kind[] = []
  for (const [kind, share] of Object.entries(shares) as [Kind, number][]) {
    const exact = (size * share) / 1_000
    for (let count = Math.floor(exact) + (random.chance(exact % 1) ? 1 : 0); count > 0; count--)
      kinds.push(kind)
  }
  // A small month has some of them too, but not only.
  if (batch === 0 && size >= 20)
    for (const [kind, count] of Object.entries(fewADay))
      for (let left = count; left > 0; left--) kinds.push(kind as Kind)
  // Fisher-Yates: what comes together in a shop is of all kinds.
  for (let at = kinds.length - 1; at > 0; at--) {
    const other = random.between(0, at)
    ;[kinds[at], kinds[other]] = [kinds[other]!, kinds[at]!]
  }
  // Those that nobody answers take ten seconds each, and do so beside all others.
  kinds.sort((one, other) => Number(other === 'unanswered') - Number(one === 'unanswered'))
  return kinds.map((kind, at) => ({
    key: `demo-month-${seed}-${transactions}-${day}-${batch}-${at}`,
    kind,
    amount: amountOf(random.between(0, 999), random.between(0, 9_999)),
    draw: random.between(0, 2 ** 30),
    statement: `${random.pick(goods)} ${1_000 + day * 10_000 + batch * 3_000 + at}`,
  }))
}

/** Cents: most sales are small, a few are bicycles. */
const amountOf = (rank: number, within: number): number =>
  rank < 600
    ? 500 + (within % 4_500)
    : rank < 930
      ? 5_000 + within
      : rank < 990
        ? 15_000 + within * 3
        : 60_000 + within * 9
