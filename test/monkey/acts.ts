/** What a monkey does: one act at a time, each told in words, so that what led to a finding can be read. */
import type { Page } from 'playwright-core'
import type { Chance } from './chance.ts'

/** All that takes a click, with the middle of what is seen of it. Links to elsewhere are left alone. */
const CLICKABLE =
  'a[href], button, summary, select, input, textarea, label, [role=button], [role=menuitem], [role=option], [role=tab]'

const texts = [
  '',
  ' ',
  '0',
  '-1',
  '12,50',
  '1e309',
  '99999999999999999999.99',
  'NaN',
  'Émilie du Châtelet',
  'مرحبا بالعالم',
  '‮drow sdrawkcab‬',
  '𠮷野家 👩‍👩‍👧‍👦',
  '<img src=x onerror=alert(1)>',
  '"><script>throw 1</script>',
  "'; drop table debits; --",
  '{{7*7}} #{7*7} %s %00',
  '../../../etc/passwd',
  '#ffcc00',
  'a@b.example',
  'http://[::1',
  '2026-02-31',
  'one word that has no place to break '.replaceAll(' ', ''),
  'long '.repeat(400),
]

const keys = `
  Tab Tab Tab Shift+Tab Enter Enter Space Escape Backspace Delete Home End PageDown PageUp
  ArrowUp ArrowDown ArrowLeft ArrowRight j k x g h t c p l w / ? Control+k Control+a`
  .trim()
  .split(/\s+/)

const widths = [320, 390, 820, 1440, 2200]

type Act = (page: Page, chance: Chance, seen: Set<string>) => Promise<string>

const click: Act = async (page, chance) => {
  const found = await page.evaluate((what) => {
    const seen: { x: number; y: number; name: string }[] = []
    for (const element of document.querySelectorAll<HTMLElement>(what)) {
      const href = element.getAttribute('href')
      if (href && new URL(href, location.href).origin !== location.origin) continue
      const box = element.getBoundingClientRect()
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
      if (box.width === 0 || x < 0 || y < 0 || x > innerWidth || y > innerHeight) continue
      const at = document.elementFromPoint(x, y)
      if (!at || !(element.contains(at) || at.contains(element))) continue
      const name = (element.getAttribute('aria-label') ?? element.innerText).trim().slice(0, 60)
      seen.push({ x, y, name: `${element.tagName.toLowerCase()} "${name || element.getAttribute('name')}"` })
    }
    return seen
  }, CLICKABLE)
  if (found.length === 0) return 'found nothing to click'
  const { x, y, name } = chance.one(found)
  await page.mouse.click(x, y)
  return `clicked ${name}`
}

const press: Act = async (page, chance) => {
  const key = chance.one(keys)
  await page.keyboard.press(key)
  return `pressed ${key}`
}

const type: Act = async (page, chance) => {
  const text = chance.one(texts)
  const fields = page.locator('input:visible:not([type=file]), textarea:visible')
  const many = await fields.count()
  if (many === 0) return 'found nothing to type into'
  const field = fields.nth(chance.whole(many))
  // What is covered or disabled is left alone; a date takes what it takes.
  await field.focus({ timeout: 500 }).catch(() => undefined)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(text)
  return `typed ${JSON.stringify(text.slice(0, 40))}`
}

const choose: Act = async (page, chance) => {
  const selects = page.locator('select:visible:enabled')
  const many = await selects.count()
  if (many === 0) return 'found nothing to choose from'
  const select = selects.nth(chance.whole(many))
  const values = await select.locator('option').evaluateAll((all) => all.map((one) => (one as any).value))
  const value = chance.one(values)
  await select.selectOption(value, { timeout: 500 }).catch(() => undefined)
  return `chose ${value}`
}

const turn: Act = async (page, chance) => {
  const how = chance.one(['goBack', 'goBack', 'goForward', 'reload'] as const)
  await page[how]({ waitUntil: 'commit', timeout: 5_000 }).catch(() => undefined)
  return how
}

const resize: Act = async (page, chance) => {
  const width = chance.one(widths)
  await page.setViewportSize({ width, height: 844 })
  return `made it ${width} px wide`
}

const visit: Act = async (page, chance, seen) => {
  if (seen.size === 0) return 'has been nowhere'
  const path = chance.one([...seen])
  await page.goto(new URL(path, page.url()).href, { waitUntil: 'commit' }).catch(() => undefined)
  return `went to ${path}`
}

const scroll: Act = async (page, chance) => {
  await page.mouse.wheel(0, chance.whole(2_000) - 700)
  return 'scrolled'
}

/** As often as each is given. */
const acts: Act[] = (
  [
    [click, 8],
    [press, 5],
    [type, 3],
    [choose, 1],
    [turn, 1],
    [resize, 1],
    [visit, 1],
    [scroll, 1],
  ] as const
).flatMap(([act, times]) => Array.from({ length: times }, () => act))

const none = /^(found nothing|has been nowhere)/

/** What cannot be done here is a click instead. */
export async function act(page: Page, chance: Chance, seen: Set<string>): Promise<string> {
  const done = await chance.one(acts)(page, chance, seen)
  return none.test(done) ? click(page, chance, seen) : done
}
