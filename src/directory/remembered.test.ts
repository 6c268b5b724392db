import assert from 'node:assert/strict'
import { test } from 'node:test'
import { remember } from './remembered.ts'

/** What is asked, and a way to answer each question. */
function asked(limits: { freshMs: number; max?: number }) {
  const questions: { key: string; answer(value?: string): void; fail(): void }[] = []
  let strangers = 0
  const get = remember<string>(
    (key) =>
      new Promise((resolve, reject) =>
        questions.push({ key, answer: resolve, fail: () => reject(new Error('away')) }),
      ),
    {
      max: 2,
      ...limits,
      inTurn: (ask) => {
        strangers += 1
        return ask()
      },
    },
  )
  return { get, questions, strangers: () => strangers }
}

test('all who ask at once are told by one question, and later ones by none', async () => {
  const { get, questions } = asked({ freshMs: 60_000 })
  const all = [get('a'), get('a'), get('a')]
  questions[0]!.answer('1')
  assert.deepEqual(await Promise.all(all), ['1', '1', '1'])
  assert.equal(await get('a'), '1')
  assert.equal(questions.length, 1)
})

test('an old answer is asked for again, out of turn, and given where asking fails', async () => {
  const { get, questions, strangers } = asked({ freshMs: 0 })
  const first = get('a')
  questions[0]!.answer('1')
  await first
  const again = get('a')
  questions[1]!.fail()
  assert.equal(await again, '1')
  const changed = get('a')
  questions[2]!.answer('2')
  assert.equal(await changed, '2')
  assert.equal(strangers(), 1)
})

test('what is not there is asked for each time, and so is found once it is made; a failure is told', async () => {
  const { get, questions } = asked({ freshMs: 60_000 })
  const none = get('a')
  questions[0]!.answer(undefined)
  assert.equal(await none, undefined)
  const lost = get('a')
  questions[1]!.fail()
  await assert.rejects(lost, /away/)
  const made = get('a')
  questions[2]!.answer('1')
  assert.equal(await made, '1')
})

test('no more are kept than may be: the oldest is forgotten', async () => {
  const { get, questions } = asked({ freshMs: 60_000, max: 2 })
  for (const [at, key] of ['a', 'b', 'c'].entries()) {
    const got = get(key)
    questions[at]!.answer(key)
    await got
  }
  assert.equal(await get('c'), 'c')
  void get('a').catch(() => undefined)
  assert.deepEqual(
    questions.map(({ key }) => key),
    ['a', 'b', 'c', 'a'],
  )
})
