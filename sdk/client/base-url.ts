/** An address that was given, and how it may be told: errors end up in logs. */

/** What is wrong with the address of an API, in words; undefined where it can be right. */
export function faultOfBase(name: string, url: string | URL): string | undefined {
  // From JavaScript: a list of one address is written as that address.
  if (typeof url !== 'string' && typeof (url as Partial<URL> | null)?.href !== 'string')
    return `${name} is no text and no URL: give https://pay.example.com, for instance.`
  const text = String(url)
  const told = `${name} is "${withoutSecrets(text)}"`
  if (!/^https?:\/\/./.test(text)) return `${told}, which is no URL of http or https.`
  if (/\s/.test(text)) return `${told}, which has a space or a line end in it.`
  if (text.includes('@')) return `${told}: no user or password belongs in it, what is sent is the token.`
  if (/[?#]/.test(text)) return `${told}: no query or fragment belongs in it, each operation has its own.`
  return URL.canParse(text) ? undefined : `${told}, which is no URL.`
}

/** Without what may be a password: what stands before an `@` or behind a `?`. */
export const withoutSecrets = (url: string | URL): string =>
  String(url)
    .replace(/^.*@/s, '…@')
    .replace(/[?#].*$/s, '…')
