/**
 * A real Chromium for tests, out of an npm package: nothing is downloaded, and it needs no flags, display or
 * user namespace, so it runs as root in a container as well as on a desk.
 */
import { mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import {
  type Browser,
  type BrowserContextOptions,
  type Locator,
  chromium as playwright,
} from 'playwright-core'

/** Starting takes a second; unpacking on a busy machine with two cores has been seen to take twenty. */
const LAUNCH_TIMEOUT_MS = 60_000
/** For everything that a test waits for in the page, on a machine that does much else. */
const WAIT_TIMEOUT_MS = 60_000

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

/**
 * Unpacks Chromium once per version and returns its folder. The package itself would let a second test file
 * start a half-written program, so this unpacks aside and moves the finished folder into place.
 */
async function unpack(): Promise<string> {
  const manifest = await readFile(findPackageJSON('@sparticuz/chromium', import.meta.url)!, 'utf8')
  const { version } = JSON.parse(manifest) as { version: string }
  const place = join(tmpdir(), `jetpay-chromium-${version}-${process.getuid?.() ?? 'user'}`)
  if (await exists(place)) return place
  const aside = await mkdtemp(join(tmpdir(), 'jetpay-chromium-unpacking-'))
  const before = process.env.TMPDIR
  try {
    // The package unpacks into the temporary folder and offers no other way to say where.
    process.env.TMPDIR = aside
    await chromium.executablePath()
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
  // The package's own fonts.conf looks for its fonts in a fixed place.
  const fonts = `<dir>${place}/fonts</dir><cachedir>${place}/fonts-cache</cachedir>`
  await writeFile(
    join(aside, 'fonts', 'fonts.conf'),
    `<?xml version="1.0"?><fontconfig>${fonts}</fontconfig>`,
  )
  await rename(aside, place).catch(async (error: NodeJS.ErrnoException) => {
    // Another test file was quicker; its copy is as good.
    await rm(aside, { recursive: true })
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  })
  return place
}

/**
 * No sandbox (root has none in a container) and no connection but those that a test makes. The package's own
 * list also turns off web security and site isolation, which are the very things that tests of a framed page
 * are about.
 */
const FLAGS = [
  '--no-sandbox',
  '--no-zygote',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--disable-domain-reliability',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--metrics-recording-only',
  // Names other than this machine's do not resolve, so nothing can go out by mistake.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]',
]

let unpacked: Promise<string> | undefined

/** Starts a browser; the test closes it. Throws when it does not start within a minute. */
export async function launchBrowser(): Promise<Browser> {
  unpacked ??= unpack()
  const place = await unpacked
  return playwright.launch({
    executablePath: join(place, 'chromium'),
    args: FLAGS,
    headless: true,
    timeout: LAUNCH_TIMEOUT_MS,
    // The package's fonts, so that a page looks the same on a machine that has none.
    env: { ...process.env, FONTCONFIG_PATH: join(place, 'fonts') } as Record<string, string>,
  })
}

/**
 * A fresh profile with one page; `width` 390 is a phone, with touch. Every wait in it is bounded. `more` is
 * what else the profile has. `JETPAY_TEST_BROWSER_SLOWER` slows its processor by that factor.
 */
export async function openPage(browser: Browser, width = 1280, more: BrowserContextOptions = {}) {
  const phone = width < 600
  const context = await browser.newContext({
    viewport: { width, height: phone ? 844 : 900 },
    hasTouch: phone,
    deviceScaleFactor: phone ? 2 : 1,
    ...more,
  })
  context.setDefaultTimeout(WAIT_TIMEOUT_MS)
  context.setDefaultNavigationTimeout(WAIT_TIMEOUT_MS)
  const page = await context.newPage()
  const slower = Number(process.env.JETPAY_TEST_BROWSER_SLOWER ?? 1)
  if (slower > 1) {
    const devtools = await context.newCDPSession(page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slower })
  }
  return page
}

/** Whether all of an input's placeholder is seen: its text fits between the paddings. */
export const placeholderFits = (input: Locator): Promise<boolean> =>
  input.evaluate((element) => {
    const { font, paddingLeft, paddingRight, letterSpacing } = getComputedStyle(element)
    const text = (element as HTMLInputElement).placeholder
    const ruler = document.createElement('canvas').getContext('2d')!
    ruler.font = font
    const spacing = (Number.parseFloat(letterSpacing) || 0) * text.length
    const room = element.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)
    return ruler.measureText(text).width + spacing <= room
  })
