/** The body of a request as JSON, or why there is none: JSON drops in silence what it cannot hold. */

/** Throws for what JSON would leave out, or write as `null` or `{}`: not what was meant would be kept. */
export const bodyText = (body: unknown): string => JSON.stringify(body, onlyWritable)

/** Called with the object that has the value, and the value after its own `toJSON`. */
function onlyWritable(this: unknown, name: string, value: unknown): unknown {
  const given = (this as Record<string, unknown>)[name]
  const isLost =
    typeof value === 'function' ||
    typeof value === 'symbol' ||
    (typeof value === 'number' && !Number.isFinite(value)) ||
    (value === undefined && Array.isArray(this)) ||
    (value === null && given instanceof Date) ||
    hasNoFields(value)
  if (!isLost) return value
  const shown = typeof given === 'object' ? Object.prototype.toString.call(given).slice(8, -1) : String(given)
  throw new TypeError(`${name} is ${shown.slice(0, 100)}, which JSON cannot hold`)
}

/** An object whose content is not in its fields: a Map, a Set, bytes, an instance that keeps it private. */
export function hasNoFields(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isPlain(value)) return false
  if (value instanceof Number || value instanceof String || value instanceof Boolean) return false
  return ArrayBuffer.isView(value) || Object.keys(value).length === 0
}

/** Made by `{…}`, in whatever realm. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
