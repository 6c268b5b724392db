/**
 * A file of cards: lines of text, each a JWE in compact form (RFC 7516) that the recipient's key alone opens:
 * a head, parts of a hundred cards, and an end with their count and the SHA-256 of all before. So whoever has
 * a library for JOSE can read and write one, a million cards need no more memory than a hundred, and a file
 * that was cut or changed is known by its end. Who made it nobody can tell by it (docs/adr/0059).
 */
import { createHash, type KeyObject } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { CompactEncrypt, compactDecrypt } from 'jose'
import { z } from 'zod'
import { OperatorError } from '../../ground/errors.ts'
import type { FileCard } from './card-line.ts'
import type { RecipientKey } from './recipient-key.ts'

export const CARDS_PER_LINE = 100
/** Of others' files. */
const CARDS_PER_LINE_MAX = 1_000
const LINE_BYTES_MAX = 1_024 * 1_024
const READ_BYTES = 64 * 1_024
const FORMAT = 'jetpay-cards'
const VERSION = 1
const KEY_ALGORITHMS = ['RSA-OAEP-256', 'ECDH-ES+A256KW'] as const
const CONTENT_ALGORITHM = 'A256GCM'

const head = z.object({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  /** Whose cards they are, as the sender calls it; with `card_id` it tells a card from all others. */
  company_id: z.string().min(1).max(100),
  made_at: z.iso.datetime(),
  /** How many there were to be; the end says how many there are. */
  cards: z.int().min(0),
  recipient: z.string().regex(/^[0-9a-f]{64}$/),
})
export type CardFileHead = z.infer<typeof head>
const part = z.strictObject({
  part: z.int().min(1),
  cards: z.array(z.unknown()).min(1).max(CARDS_PER_LINE_MAX),
})
const end = z.strictObject({
  end: z.literal(true),
  parts: z.int().min(0),
  cards: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

/** Makes the lines of a file, one after the other, and knows the hash of all of them. */
export function cardFileWriter({ key, thumbprint }: RecipientKey) {
  const alg = key.asymmetricKeyType === 'rsa' ? KEY_ALGORITHMS[0] : KEY_ALGORITHMS[1]
  const sum = createHash('sha256')
  let parts = 0
  let cards = 0
  async function line(content: object): Promise<string> {
    const plain = Buffer.from(JSON.stringify(content))
    try {
      const sealed = await new CompactEncrypt(plain)
        .setProtectedHeader({ alg, enc: CONTENT_ALGORITHM, kid: thumbprint })
        .encrypt(key)
      const text = `${sealed}\n`
      sum.update(text)
      return text
    } finally {
      plain.fill(0)
    }
  }
  return {
    head: (of: Pick<CardFileHead, 'company_id' | 'made_at' | 'cards'>) =>
      line({ format: FORMAT, version: VERSION, ...of, recipient: thumbprint }),
    part(of: FileCard[]) {
      parts += 1
      cards += of.length
      return line({ part: parts, cards: of })
    },
    end: () => line({ end: true, parts, cards, sha256: sum.copy().digest('hex') }),
    /** Of the whole file, once it is ended. */
    sha256: () => sum.digest('hex'),
    count: () => cards,
  }
}

type Read = { head: CardFileHead } | { line: number; cards: unknown[] }

/**
 * Reads one from its beginning: its head first, then each part. It throws an OperatorError at the first line
 * that is not as it must be, and at the end where that is missing or tells of other parts, so what was read
 * counts only once this has ended.
 */
export async function* readCardFile(file: FileHandle, key: KeyObject): AsyncGenerator<Read> {
  const sum = createHash('sha256')
  let line = 0
  let parts = 0
  let cards = 0
  let ended = false
  for await (const text of linesOf(file)) {
    line += 1
    if (ended) throw fault(line, 'it stands after the end of the file')
    const content = await open(text.toString('latin1'), key, line)
    if (line === 1) {
      yield { head: readAs(head, content, line, 'it is no head of a file of cards of version 1') }
    } else if (typeof content === 'object' && content !== null && 'end' in content) {
      const told = readAs(end, content, line, 'it is no end of a file of cards')
      const same = told.parts === parts && told.cards === cards && told.sha256 === sum.copy().digest('hex')
      if (!same) throw fault(line, 'the end tells of other lines than there are: the file was cut or changed')
      ended = true
    } else {
      const read = readAs(part, content, line, 'it is no part of a file of cards')
      parts += 1
      if (read.part !== parts) throw fault(line, `part ${parts} was to come here`)
      cards += read.cards.length
      yield { line, cards: read.cards }
    }
    sum.update(text).update('\n')
  }
  if (!ended) throw new OperatorError('The file has no end: it was cut. Nothing was imported.')
}

const fault = (line: number, what: string) =>
  new OperatorError(`Line ${line} of the file: ${what}. Nothing was imported.`)

function readAs<Of>(schema: z.ZodType<Of>, content: unknown, line: number, not: string): Of {
  const read = schema.safeParse(content)
  // Without the messages, which may quote a card.
  if (!read.success) throw fault(line, not)
  return read.data
}

async function open(text: string, key: KeyObject, line: number): Promise<unknown> {
  let plain: Uint8Array
  try {
    // A last letter has bits to spare: of two texts that say the same one is a changed one.
    if (text.split('.').some((part) => Buffer.from(part, 'base64url').toString('base64url') !== part))
      throw new Error('not as it was written')
    plain = (
      await compactDecrypt(text, key, {
        keyManagementAlgorithms: [...KEY_ALGORITHMS],
        contentEncryptionAlgorithms: [CONTENT_ALGORITHM],
      })
    ).plaintext
  } catch {
    throw fault(line, 'it does not open: it was sealed to another key, or changed')
  }
  try {
    return JSON.parse(Buffer.from(plain.buffer, plain.byteOffset, plain.length).toString('utf8'))
  } catch {
    throw fault(line, 'it holds no JSON')
  } finally {
    plain.fill(0)
  }
}

/** Each line without its end, never more of the file in memory than one. */
async function* linesOf(file: FileHandle): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0)
  for (let at = 0; ; ) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(READ_BYTES), 0, READ_BYTES, at)
    if (bytesRead === 0) break
    at += bytesRead
    rest = Buffer.concat([rest, buffer.subarray(0, bytesRead)])
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      yield rest.subarray(0, end)
      rest = rest.subarray(end + 1)
    }
    if (rest.length > LINE_BYTES_MAX)
      throw new OperatorError('The file has a line of more than a megabyte: it is no file of cards.')
  }
  if (rest.length > 0) yield rest
}

/** The SHA-256 of a whole file. */
export async function hashOf(file: FileHandle): Promise<string> {
  const sum = createHash('sha256')
  const buffer = Buffer.alloc(READ_BYTES)
  for (let at = 0; ; ) {
    const { bytesRead } = await file.read(buffer, 0, READ_BYTES, at)
    if (bytesRead === 0) return sum.digest('hex')
    at += bytesRead
    sum.update(buffer.subarray(0, bytesRead))
  }
}
