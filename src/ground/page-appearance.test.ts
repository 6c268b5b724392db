import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { contrast } from './accent-color.ts'
import { appearance, appearanceFile, appearanceOfFile, appearanceStyle } from './page-appearance.ts'

const faults = (tokens: object) =>
  appearance.safeParse(tokens).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []

test('tokens that can be read are taken, and come back from the name of their style', () => {
  for (const tokens of [
    {},
    { accent: '#7a1f5c' },
    { background: '#fff8ee', text: '#2b1a00' },
    { accent: '#00513b', background: '#eef7f2', text: '#04231a', radius: 0, font_size: 18 },
    { radius: 24 },
  ]) {
    assert.deepEqual(faults(tokens), [])
    assert.deepEqual(appearanceOfFile(appearanceFile(tokens)), tokens)
  }
})

test('a colour that could not be read is refused, and told which and why', () => {
  assert.match(
    faults({ accent: '#ffcc00' })[0]!,
    /^accent: must be another colour: white text on it has a contrast of 1\.5/,
  )
  assert.match(faults({ text: '#999999' })[0]!, /^text: .*the text on the background/)
  assert.match(faults({ background: '#101820' })[0]!, /^background: /)
  assert.ok(faults({ background: '#101820', text: '#ffffff' }).some((one) => /messages/.test(one)))
})

test('nothing but tokens is taken: no CSS, no other name, no other unit', () => {
  for (const tokens of [
    { accent: 'red' },
    { accent: '#7a1f5c;} *{display:none' },
    { accent: 'url(https://evil.example)' },
    { radius: '9px' },
    { radius: 25 },
    { radius: 1.5 },
    { font_size: 40 },
    { css: 'input{}' },
    { font_family: 'Comic Sans' },
  ])
    assert.ok(faults(tokens).length > 0, JSON.stringify(tokens))
  for (const file of [
    'x.css',
    '../../etc/passwd',
    '7a1f5c.css',
    '----.css/x',
    '7a1f5c---99-.css',
    'ffcc00----.css',
  ])
    assert.equal(appearanceOfFile(file), undefined, file)
})

test('whatever is taken, each of its texts can be read on what it stands on', () => {
  const color = fc.integer({ min: 0, max: 0xffffff }).map((one) => `#${one.toString(16).padStart(6, '0')}`)
  fc.assert(
    fc.property(
      fc.record({ accent: color, background: color, text: color }, { requiredKeys: [] }),
      (tokens) => {
        const read = appearance.safeParse(tokens)
        if (!read.success) return
        const style = appearanceStyle(read.data)
        const of = (name: string, otherwise: string) =>
          new RegExp(`--${name}: (#\\w{6})`).exec(style)?.[1] ?? otherwise
        const panel = of('panel', '#ffffff')
        for (const [name, otherwise] of [
          ['ink', '#15202e'],
          ['soft', '#4b5768'],
          ['hollow', '#667085'],
          ['bad', '#b3261e'],
        ] as const)
          assert.ok(contrast(of(name, otherwise), panel) >= 4.5, `${name}: ${style}`)
        assert.ok(contrast(of('accent', '#1d4fd7'), '#ffffff') >= 4.5)
        assert.ok(contrast(of('edge', '#7c879a'), panel) >= 3)
      },
    ),
    { numRuns: 3_000 },
  )
})
