import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mistakes } from '../rehearsal/mistakes.ts'
import { anchorOf } from './markdown.ts'
import { readPages } from './pages.ts'

test('each mistake that a rehearsal tells of has its place on the page that it leads to', () => {
  const page = readPages().get('rehearsal')!
  const anchors = new Set([...page.markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading!)))
  assert.deepEqual(
    Object.keys(mistakes).filter((code) => !anchors.has(code)),
    [],
  )
})
