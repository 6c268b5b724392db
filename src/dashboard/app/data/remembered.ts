/** What this browser remembers of its user's choices. Nothing of a company's data, and nothing secret. */
type Name = 'language' | 'theme' | `columns:${string}` | 'company'

const at = (name: Name) => `jetpay.${name}`

/** Null where nothing is remembered, or the browser keeps nothing (private windows, full storage). */
export function read(name: Name): string | null {
  try {
    return localStorage.getItem(at(name))
  } catch {
    return null
  }
}

export function write(name: Name, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(at(name))
    else localStorage.setItem(at(name), value)
  } catch {
    // Then it is not remembered.
  }
}
