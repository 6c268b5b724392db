import { brands, detectBrand, passesLuhn } from '../../ground/card-number.ts'

/** Whether a card of this number can go on with the other. */
export function isNewNumber(newNumber: string, number: string): boolean {
  const brand = detectBrand(newNumber)
  return (
    newNumber !== number &&
    brand !== null &&
    brands[brand].lengths.includes(newNumber.length) &&
    passesLuhn(newNumber)
  )
}
