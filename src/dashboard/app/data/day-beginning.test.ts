import assert from 'node:assert/strict'
import { test } from 'node:test'
import { beginningOfDay, dayAfter } from './day-beginning.ts'

test('a day begins at midnight of the company’s time zone, also on days when clocks are changed', () => {
  const cases = [
    ['2026-11-29', 'UTC', '2026-11-29T00:00:00.000Z'],
    ['2026-11-29', 'America/Toronto', '2026-11-29T05:00:00.000Z'],
    ['2026-07-01', 'America/Toronto', '2026-07-01T04:00:00.000Z'],
    // Clocks are changed at two in the morning of these two.
    ['2026-03-08', 'America/Toronto', '2026-03-08T05:00:00.000Z'],
    ['2026-03-09', 'America/Toronto', '2026-03-09T04:00:00.000Z'],
    ['2026-11-01', 'America/Toronto', '2026-11-01T04:00:00.000Z'],
    ['2026-11-02', 'America/Toronto', '2026-11-02T05:00:00.000Z'],
    ['2026-11-29', 'America/St_Johns', '2026-11-29T03:30:00.000Z'],
    ['2026-11-29', 'Asia/Kolkata', '2026-11-28T18:30:00.000Z'],
    ['2026-11-29', 'Pacific/Kiritimati', '2026-11-28T10:00:00.000Z'],
    // No midnight: at midnight it was one. Midnight twice: the first of them.
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
    ['2018-02-18', 'America/Sao_Paulo', '2018-02-18T03:00:00.000Z'],
    ['2025-11-02', 'America/Havana', '2025-11-02T04:00:00.000Z'],
  ] as const
  for (const [day, zone, begins] of cases) assert.equal(beginningOfDay(day, zone), begins, `${day} ${zone}`)
  assert.deepEqual([dayAfter('2026-12-31'), dayAfter('2028-02-28')], ['2027-01-01', '2028-02-29'])
})
