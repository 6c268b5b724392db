/** JSON text with bigint columns as strings: money and ids stay exact. */
export const exactJson = (value: unknown, indent = 0) =>
  JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? inner.toString() : inner), indent)
