/** Lines of a file of archived events: those that tell of a contact by name are sealed under its key. */
import { createCipheriv, type KeyObject } from 'node:crypto'
import { decrypt } from '../ground/encryption.ts'
import type { ContactKeys } from './contact-keys.ts'
import { leafHash } from './merkle.ts'
import { personalTypes } from './personal-events.ts'

/**
 * An event on its way to a file or back. `leaf` is what its checkpoint is over: the hash of `text`, unless
 * the text was erased. `contactId` of those that tell of a contact by name.
 */
export type LoggedEvent = { text: string; leaf: Buffer; contactId: string | null }

const PERSONAL = new RegExp(
  `^\\{"id":\\d+,"createdAt":"[^"]+","type":"(?:${personalTypes.join('|').replaceAll('.', '\\.')})"`,
)

type Shell = { id: number; createdAt: string; type: string; data: { contactId: string } }
type SealedLine = Shell & { leaf?: string; sealed?: string }

/** An event of the text that was delivered. */
export function loggedEvent(text: string): LoggedEvent {
  const contactId = PERSONAL.test(text) ? (JSON.parse(text) as Shell).data.contactId : null
  return { text, leaf: leafHash(text), contactId }
}

export const isErased = ({ text, leaf }: LoggedEvent): boolean => !leaf.equals(leafHash(text))

/** The contacts whose keys these events need to be sealed. */
export const contactsIn = (events: LoggedEvent[]): string[] => [
  ...new Set(events.flatMap((event) => (event.contactId && !isErased(event) ? event.contactId : []))),
]

/**
 * The line of an event: its text; of one that tells of a contact by name what is left of it without, with its
 * leaf and its text sealed. Of an erased one there is no text.
 */
export function toLine(companyId: string, event: LoggedEvent, keys: ContactKeys): string {
  const { text, leaf, contactId } = event
  if (contactId === null) return text
  const { id, createdAt, type } = JSON.parse(text) as Shell
  const shell = { id, createdAt, type, data: { contactId }, leaf: leaf.toString('hex') }
  if (isErased(event)) return JSON.stringify(shell)
  const key = keys.get(contactId)
  if (!key) throw new Error(`contact ${contactId} of company ${companyId} has no key`)
  const sealed = sealText(key, id, text, aboutLine(companyId, shell))
  return JSON.stringify({ ...shell, sealed: sealed.toString('base64url') })
}

/** The contact of a line whose text is sealed, or erased. Undefined of a line that is the event's text. */
export const contactOfLine = (line: string): string | undefined => readShell(line)?.data.contactId

/** The event of a line. Without the contact's key its text is what is told of an erased one. */
export function fromLine(companyId: string, line: string, keys: ContactKeys): LoggedEvent {
  const shell = readShell(line)
  if (!shell) return { text: line, leaf: leafHash(line), contactId: null }
  const { contactId } = shell.data
  const key = keys.get(contactId)
  const leaf = Buffer.from(shell.leaf, 'hex')
  if (!key || !shell.sealed) return { text: erasedText(shell), leaf, contactId }
  const text = decrypt(key, Buffer.from(shell.sealed, 'base64url'), aboutLine(companyId, shell)).toString()
  return { text, leaf, contactId }
}

function readShell(line: string): (SealedLine & { leaf: string }) | undefined {
  if (!PERSONAL.test(line)) return undefined
  const shell = JSON.parse(line) as SealedLine
  return shell.leaf === undefined ? undefined : { ...shell, leaf: shell.leaf }
}

/** What the database tells of an erased event (`erased_event_data`), to the byte. */
const erasedText = ({ id, createdAt, type, data: { contactId } }: Shell) =>
  `{"id":${id},"createdAt":"${createdAt}","type":"${type}","data":{"name": null, "email": null, "erased": true, "metadata": {}, "contactId": "${contactId}", "externalReference": null}}`

const aboutLine = (companyId: string, { id, type, data }: Shell) =>
  `archived event ${companyId} ${id} ${type} ${data.contactId}`

/**
 * AES-256-GCM with the event's id as nonce, in the form that `decrypt` opens: whoever writes the file again
 * writes the same bytes. A key meets each id once, with the one text that it has.
 */
function sealText(key: KeyObject, eventId: number, text: string, about: string): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64BE(BigInt(eventId), 4)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about))
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
}
