/** What is an e-mail address, and how it goes to a mail server. */
import { domainToASCII } from 'node:url'
import { holdsCardNumber } from './card-number.ts'

/**
 * RFC 5321 section 4.5.3.1: 64 octets before the @, 254 in all (section 4.5.3.1.3 less the angle brackets).
 */
const LOCAL_MAX = 64
const ADDRESS_MAX = 254

/** Dot-string of RFC 5321 section 4.1.2. Quoted ones (`"a b"@…`) are legal and nowhere in use. */
const localPart = /^[\w!#$%&'*+/=?^\x60{|}~-]+(?:\.[\w!#$%&'*+/=?^\x60{|}~-]+)*$/
/** A label of a host name (RFC 1123 section 2.1, RFC 5891): neither begins nor ends with a hyphen. */
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i

/**
 * The domain as DNS has it: `xn--…` for one in Unicode (IDNA); null for what is no domain of at least two
 * labels.
 */
function asciiDomain(domain: string): string | null {
  // What is ASCII must be right as it stands; only the rest is mapped.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII that no label has
  if (/[\x00-,/:-@[-\x60{-\x7f]/.test(domain)) return null
  // IDNA leaves these out, so that two addresses would look and be alike, and be stored as two.
  if (/(?![\u200c\u200d])\p{Default_Ignorable_Code_Point}/u.test(domain)) return null
  const labels = domainToASCII(domain).split('.')
  const top = labels.at(-1)!
  return labels.length > 1 &&
    labels.every((part) => label.test(part)) &&
    /^[a-z]([a-z0-9-]*[a-z0-9])$/i.test(top)
    ? labels.join('.')
    : null
}

function partsOf(address: string): [local: string, domain: string] {
  const at = address.lastIndexOf('@')
  return [address.slice(0, Math.max(at, 0)), address.slice(at + 1)]
}

/**
 * What is wrong with an address, as a phrase after its name; undefined where nothing is. Its domain may be in
 * Unicode, as it is or in punycode; before the @ is ASCII only, since few mail servers take anything else
 * (RFC 6531) and a mail that cannot arrive is of no use.
 */
export function emailFault(address: string): string | undefined {
  const [local, domain] = partsOf(address)
  const ascii = asciiDomain(domain)
  if (!localPart.test(local) || ascii === null) return 'must be an e-mail address'
  if (local.length > LOCAL_MAX || local.length + 1 + ascii.length > ADDRESS_MAX)
    return `must be an e-mail address of at most ${ADDRESS_MAX} characters, ${LOCAL_MAX} of them before the @`
  return holdsCardNumber(address)
    ? 'looks like it holds a card number, which must never be sent here'
    : undefined
}

/** The address as a mail server takes it: a Unicode domain in punycode. What is no address stays as it is. */
export function smtpAddress(address: string): string {
  const [local, domain] = partsOf(address)
  return `${local}@${asciiDomain(domain) ?? domain}`
}
