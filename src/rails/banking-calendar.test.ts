import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  addBankingDays,
  bankHolidays,
  bankingDayFrom,
  easterSunday,
  isBankingDay,
  processingDay,
  torontoTime,
} from './banking-calendar.ts'
import { dueDateInFile, dueDateProblem, lastDueDate } from './due-date.ts'
import { bankProfiles } from './eft/bank-profile.ts'

test('holidays are those of the banks’ published calendars', () => {
  // National Bank's calendar of 2024, national holidays.
  assert.deepEqual(
    [...bankHolidays(2024).keys()],
    ['01-01', '03-29', '05-20', '07-01', '09-02', '09-30', '10-14', '11-11', '12-25', '12-26'].map(
      (day) => `2024-${day}`,
    ),
  )
  // 2023: New Year's, Canada Day, Truth and Reconciliation and Remembrance Day fell on weekends (ICS
  // Courier's table).
  assert.deepEqual(
    [...bankHolidays(2023).keys()],
    ['01-02', '04-07', '05-22', '07-03', '09-04', '10-02', '10-09', '11-13', '12-25', '12-26'].map(
      (day) => `2023-${day}`,
    ),
  )
  // 2021: Christmas on a Saturday and Boxing Day on a Sunday were kept on the 27th and 28th. 2022: on Monday
  // and Tuesday.
  assert.deepEqual([...bankHolidays(2021).keys()].slice(-2), ['2021-12-27', '2021-12-28'])
  assert.deepEqual([...bankHolidays(2022).keys()].slice(-2), ['2022-12-26', '2022-12-27'])
})

test('Easter falls where it fell', () => {
  const known = [
    '2000-04-23',
    '2008-03-23',
    '2011-04-24',
    '2019-04-21',
    '2024-03-31',
    '2025-04-20',
    '2026-04-05',
    '2038-04-25',
  ]
  for (const day of known) assert.equal(easterSunday(Number(day.slice(0, 4))), day)
})

test('regional holidays are working days for files', () => {
  for (const day of ['2024-02-19', '2024-04-01', '2024-06-24', '2024-08-05'])
    assert.ok(isBankingDay(day), day)
})

test('every year has ten holidays, all on weekdays and none twice', () => {
  for (let year = 2021; year <= 2099; year++) {
    const days = [...bankHolidays(year).keys()]
    assert.equal(days.length, 10, String(year))
    for (const day of days) assert.ok(!isBankingDay(day) && ![0, 6].includes(new Date(day).getUTCDay()), day)
  }
})

test('banking days are counted over weekends and holidays, both ways', () => {
  assert.equal(addBankingDays('2026-12-24', 1), '2026-12-29')
  assert.equal(addBankingDays('2026-12-29', -1), '2026-12-24')
  assert.equal(addBankingDays('2026-11-20', 1), '2026-11-23')
  assert.equal(addBankingDays('2026-11-20', 0), '2026-11-20')
  assert.equal(bankingDayFrom('2026-12-25'), '2026-12-29')
})

test('a file is processed the same day until the cut-off in Toronto, summer and winter', () => {
  const cutOff = { hour: 13, minute: 0 }
  assert.equal(processingDay(new Date('2026-11-23T18:00:59Z'), cutOff), '2026-11-23')
  assert.equal(processingDay(new Date('2026-11-23T18:01:00Z'), cutOff), '2026-11-24')
  assert.equal(processingDay(new Date('2026-07-06T17:00:00Z'), cutOff), '2026-07-06')
  assert.equal(processingDay(new Date('2026-07-06T17:01:00Z'), cutOff), '2026-07-07')
  assert.equal(processingDay(new Date('2026-11-21T12:00:00Z'), cutOff), '2026-11-23', 'Saturday')
  assert.equal(processingDay(new Date('2026-12-24T19:00:00Z'), cutOff), '2026-12-29', 'after Christmas')
  assert.deepEqual(torontoTime(new Date('2026-01-01T04:59:00Z')), { day: '2025-12-31', minute: 23 * 60 + 59 })
})

test('due dates keep to the bank’s window, to the day', () => {
  const { cpa005, td80 } = bankProfiles
  assert.equal(dueDateProblem(cpa005, 'credit', '2026-10-24', '2026-11-23'), undefined)
  assert.match(dueDateProblem(cpa005, 'credit', '2026-10-23', '2026-11-23')!, /30 days back/)
  assert.equal(dueDateProblem(cpa005, 'debit', '2027-05-15', '2026-11-23'), undefined)
  assert.match(dueDateProblem(cpa005, 'debit', '2027-05-16', '2026-11-23')!, /173 days ahead/)
  assert.equal(dueDateProblem(td80, 'debit', '2026-06-03', '2026-11-23'), undefined)
  assert.match(dueDateProblem(td80, 'credit', '2026-12-29', '2026-11-23')!, /35 days ahead/)
})

test('a due date that is past or a holiday becomes the next banking day; later items wait for their day', () => {
  assert.equal(dueDateInFile('2026-11-01', '2026-11-23', bankProfiles.cpa005), '2026-11-23')
  assert.equal(dueDateInFile('2026-12-25', '2026-12-24', bankProfiles.cpa005), '2026-12-29')
  assert.equal(lastDueDate(bankProfiles.cpa005, '2026-11-20'), '2026-11-23')
})
