import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addBankingDays, bankTime, isBankingDay, processingDay } from './banking-calendar.ts'
import { dueDateInFile, lastDueDate } from './due-date.ts'
import { federalHolidays } from './federal-holidays.ts'
import { achProfiles } from './nacha/ach-profile.ts'

const us = 'united_states'

test('holidays are those that the Federal Reserve publishes', () => {
  assert.deepEqual(
    [...federalHolidays(2026).keys()],
    [
      '2026-01-01',
      '2026-01-19',
      '2026-02-16',
      '2026-05-25',
      '2026-06-19',
      // Independence Day is a Saturday: the Friday before is a working day.
      '2026-09-07',
      '2026-10-12',
      '2026-11-11',
      '2026-11-26',
      '2026-12-25',
    ],
  )
  assert.deepEqual(
    [...federalHolidays(2027).keys()],
    [
      '2027-01-01',
      '2027-01-18',
      '2027-02-15',
      '2027-05-31',
      '2027-07-05',
      '2027-09-06',
      '2027-10-11',
      '2027-11-11',
      '2027-11-25',
    ],
  )
  assert.ok(!federalHolidays(2021).has('2021-06-18'))
})

test('American and Canadian days are told apart', () => {
  assert.ok(isBankingDay('2026-07-03', us) && isBankingDay('2026-07-01', us))
  assert.ok(!isBankingDay('2026-11-26', us) && isBankingDay('2026-11-26'))
  assert.equal(addBankingDays('2026-11-25', 2, us), '2026-11-30')
  assert.equal(addBankingDays('2026-12-24', 1, us), '2026-12-28')
})

test('the cut-off is New York’s, summer and winter', () => {
  const { cutOff } = achProfiles.nacha
  assert.equal(processingDay(new Date('2026-11-23T22:00:00Z'), cutOff, us), '2026-11-23')
  assert.equal(processingDay(new Date('2026-11-23T22:01:00Z'), cutOff, us), '2026-11-24')
  assert.equal(processingDay(new Date('2026-07-06T21:00:00Z'), cutOff, us), '2026-07-06')
  assert.equal(processingDay(new Date('2026-07-06T21:01:00Z'), cutOff, us), '2026-07-07')
  assert.equal(bankTime(new Date('2026-01-01T04:59:00Z'), us).day, '2025-12-31')
})

test('the effective date is the next banking day, or the same with Same Day ACH', () => {
  const { nacha, nacha_same_day } = achProfiles
  assert.equal(dueDateInFile('2026-11-20', '2026-11-25', nacha), '2026-11-27')
  assert.equal(dueDateInFile('2026-11-20', '2026-11-25', nacha_same_day), '2026-11-25')
  assert.equal(dueDateInFile('2026-11-28', '2026-11-25', nacha), '2026-11-30')
  assert.equal(lastDueDate(nacha, '2026-11-25'), '2026-11-27')
  assert.equal(lastDueDate(nacha_same_day, '2026-11-25'), '2026-11-25')
})
