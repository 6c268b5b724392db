import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countryCodes } from '../../ground/country.ts'
import { countryOfNumber, numberedCountries, numberOfCountry } from './country-numbers.ts'

test('each country has its number, and no other has one', () => {
  assert.deepEqual([...numberedCountries].sort(), [...countryCodes].sort())
  for (const country of countryCodes) assert.equal(countryOfNumber(numberOfCountry(country)), country)
  assert.deepEqual(
    [numberOfCountry('CA'), numberOfCountry('US'), numberOfCountry('FR')],
    ['124', '840', '250'],
  )
  assert.equal(countryOfNumber('000'), null)
  assert.equal(countryOfNumber(undefined), null)
})
