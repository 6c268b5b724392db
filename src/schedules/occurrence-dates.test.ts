import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addBankingDays, daysBetween, isBankingDay } from '../rails/banking-calendar.ts'
import { frequencies, occurrenceAt, occurrencesFrom, type Rule } from './occurrence-dates.ts'

const rule = (fields: Partial<Rule>): Rule => ({
  start_on: '2026-01-31',
  frequency: 'monthly',
  every: 1,
  end_on: null,
  count: null,
  business_day: 'any',
  ...fields,
})
const days = (fields: Partial<Rule>, howMany: number) =>
  occurrencesFrom(rule(fields), 1, howMany).map(({ due_on }) => due_on)

test('the 31st is the last day of shorter months, and the 31st again after', () => {
  assert.deepEqual(days({}, 5), ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31'])
  assert.deepEqual(days({ start_on: '2027-12-30' }, 3), ['2027-12-30', '2028-01-30', '2028-02-29'])
  assert.deepEqual(days({ every: 3, start_on: '2026-11-30' }, 3), ['2026-11-30', '2027-02-28', '2027-05-30'])
})

test('29 February is the 28th in other years, and the 29th in the next leap year', () => {
  const leap = days({ start_on: '2028-02-29', frequency: 'yearly' }, 5)
  assert.deepEqual(leap, ['2028-02-29', '2029-02-28', '2030-02-28', '2031-02-28', '2032-02-29'])
})

test('what falls on a weekend or a holiday of the banks is on their next day, and the days after are not moved with it', () => {
  // 25 December 2026 is a Friday, and Boxing Day is kept on Monday.
  const weekly = { start_on: '2026-12-18', frequency: 'weekly', business_day: 'next' } as const
  assert.deepEqual(days(weekly, 4), ['2026-12-18', '2026-12-29', '2027-01-04', '2027-01-08'])
  assert.deepEqual(days({ ...weekly, business_day: 'any' }, 3), ['2026-12-18', '2026-12-25', '2027-01-01'])
})

test('the end is the last day by the rule, also where it is made a day after; a count counts all', () => {
  const saturdays = { start_on: '2026-08-01', frequency: 'weekly', business_day: 'next' } as const
  assert.deepEqual(days({ ...saturdays, end_on: '2026-08-15' }, 9), [
    '2026-08-03',
    '2026-08-10',
    '2026-08-17',
  ])
  assert.equal(days({ count: 3 }, 9).length, 3)
  assert.deepEqual(days({ frequency: 'once', start_on: '2026-06-30' }, 9), ['2026-06-30'])
})

const day = fc
  .integer({ min: 0, max: 3_000 })
  .map((offset) => new Date(Date.UTC(2024, 0, 1) + offset * 86_400_000).toISOString().slice(0, 10))
const rules = fc.record<Rule>({
  start_on: day,
  frequency: fc.constantFrom(...frequencies.filter((frequency) => frequency !== 'once')),
  every: fc.integer({ min: 1, max: 30 }),
  end_on: fc.constant(null),
  count: fc.constant(null),
  business_day: fc.constantFrom('any', 'next'),
})

test('for any rule: days follow each other, are banking days where asked, and moved no further than to the next', () => {
  fc.assert(
    fc.property(rules, fc.integer({ min: 1, max: 200 }), (rule, number) => {
      const [one, next] = occurrencesFrom(rule, number, 2)
      assert.ok(one!.nominal_on < next!.nominal_on && one!.due_on <= next!.due_on)
      for (const { nominal_on, due_on } of [one!, next!]) {
        if (rule.business_day === 'any') assert.equal(due_on, nominal_on)
        else {
          assert.ok(isBankingDay(due_on) && due_on >= nominal_on)
          assert.ok(due_on === nominal_on || addBankingDays(due_on, -1) < nominal_on)
        }
      }
    }),
  )
})

test('for any rule: months keep the day or are too short for it, weeks keep the weekday', () => {
  fc.assert(
    fc.property(rules, fc.integer({ min: 1, max: 200 }), (rule, number) => {
      const { nominal_on } = occurrenceAt(rule, number)!
      const [, startMonth, startDay] = rule.start_on.split('-').map(Number) as [number, number, number]
      const [year, month, dayOfMonth] = nominal_on.split('-').map(Number) as [number, number, number]
      const gone = daysBetween(rule.start_on, nominal_on)
      if (rule.frequency === 'daily') assert.equal(gone, (number - 1) * rule.every)
      else if (rule.frequency.endsWith('weekly')) assert.equal(gone % 7, 0)
      else {
        const length = new Date(Date.UTC(year, month, 0)).getUTCDate()
        assert.equal(dayOfMonth, Math.min(startDay, length))
        if (rule.frequency === 'yearly') assert.equal(month, startMonth)
      }
    }),
  )
})

test('for any rule: an end and a count cut the same days off, and nothing comes after', () => {
  fc.assert(
    fc.property(rules, fc.integer({ min: 1, max: 60 }), (rule, count) => {
      const all = occurrencesFrom(rule, 1, count + 1)
      const ended = { ...rule, end_on: all[count - 1]!.nominal_on }
      for (const limited of [{ ...rule, count }, ended]) {
        assert.deepEqual(occurrencesFrom(limited, 1, count + 1), all.slice(0, count))
        assert.equal(occurrenceAt(limited, count + 1), null)
      }
    }),
  )
})
