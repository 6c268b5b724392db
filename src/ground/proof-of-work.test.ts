import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { test } from 'node:test'
import { newChallenge, provenBits } from './proof-challenge.ts'
import { bitsOf, firstWord, proves, solve } from './proof-of-work.ts'

const mark = (text: string) => createHmac('sha256', 'a key').update(text).digest()
const now = new Date('2026-11-21T12:00:00Z')

test('its hash is SHA-256, as Node has it, for texts of one block and of two', () => {
  for (let length = 0; length < 120; length++) {
    const text = 'abcdefghij'.repeat(12).slice(0, length)
    assert.equal(firstWord(text), createHash('sha256').update(text).digest().readInt32BE(0), String(length))
  }
})

test('what the page finds the server takes: for this subject, of that many bits, for twenty minutes', async () => {
  const challenge = newChallenge(mark, 'a ticket', 8, now)
  assert.equal(bitsOf(challenge), 8)
  const answer = await solve(challenge)
  assert.ok(proves(challenge, answer))
  const proven = (given: unknown, subject = 'a ticket', at = now) => provenBits(mark, subject, given, at)
  assert.equal(proven({ challenge, answer }), 8)
  assert.equal(proven({ challenge, answer }, 'another ticket'), 0)
  assert.equal(proven({ challenge, answer }, 'a ticket', new Date(now.getTime() + 21 * 60_000)), 0)
  const other = (text: string) => createHmac('sha256', 'another key').update(text).digest()
  const foreign = newChallenge(other, 'a ticket', 8, now)
  assert.equal(proven({ challenge: foreign, answer: await solve(foreign) }), 0)
  for (const given of [
    null,
    1,
    'x',
    {},
    { challenge },
    { challenge, answer: 1.5 },
    { challenge: `${challenge} `, answer },
  ])
    assert.equal(proven(given), 0, JSON.stringify(given))
})
