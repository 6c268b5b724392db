/**
 * What a platform may say of the card page's looks when it asks for the URL: a few tokens, each judged, and
 * never CSS. What cannot be read is refused (WCAG 2.2, 1.4.3: text 4.5 to 1; 1.4.11: borders 3 to 1).
 */
import { z } from 'zod'
import { contrast, deepened } from './accent-color.ts'

/** What the page has where nothing is said (`page-base.css`). */
const OURS = { accent: '#1d4fd7', background: '#ffffff', text: '#15202e' }

/**
 * Colours of the page that stay as they are, and have to be read on the background too: errors, what is good.
 */
const STAYING = ['#b3261e', '#14713d'] as const
const TEXT_MIN = 4.5

const color = z.string().regex(/^#[0-9a-f]{6}$/, 'must be a colour such as #1d4fd7')

export const appearance = z
  .strictObject({
    accent: color
      .optional()
      .meta({ description: 'Of buttons and of what has the focus', examples: ['#00513b'] }),
    background: color.optional().meta({ description: 'Of the panel and its fields', examples: ['#eef7f2'] }),
    text: color.optional().meta({ description: 'Of what is written there', examples: ['#04231a'] }),
    radius: z
      .int()
      .min(0)
      .max(24)
      .optional()
      .meta({ description: 'Of corners, in CSS pixels', examples: [9] }),
    font_size: z
      .int()
      .min(14)
      .max(20)
      .optional()
      .meta({ description: 'Of its text, in CSS pixels', examples: [16] }),
  })
  .superRefine((tokens, context) => {
    const { accent = OURS.accent, background = OURS.background, text = OURS.text } = tokens
    if (![accent, background, text].every((one) => /^#[0-9a-f]{6}$/.test(one))) return
    const check = (path: string, what: string, one: string, other: string) => {
      const found = contrast(one, other)
      if (found >= TEXT_MIN) return
      // Cut, not rounded: 4.499 is not enough, and must not read as 4.5.
      const shown = Math.floor(found * 10) / 10
      context.addIssue({
        code: 'custom',
        path: [path],
        message: `must be another colour: ${what} has a contrast of ${shown}, and ${TEXT_MIN} is the least that people can read`,
      })
    }
    check('text' in tokens ? 'text' : 'background', 'the text on the background', text, background)
    check('accent', 'white text on it', accent, '#ffffff')
    check(
      'background' in tokens ? 'background' : 'accent',
      'the accent on the background',
      accent,
      background,
    )
    for (const fixed of STAYING)
      check('background', `the colour of messages (${fixed}) on it`, fixed, background)
  })
export type Appearance = z.infer<typeof appearance>

/** Its place among the page's styles: the path says all that is in it. */
const FILE = /^([0-9a-f]{6})?-([0-9a-f]{6})?-([0-9a-f]{6})?-(\d{1,2})?-(\d{1,2})?\.css$/

export const appearanceFile = ({ accent, background, text, radius, font_size }: Appearance): string =>
  `${[accent, background, text].map((one) => one?.slice(1) ?? '').join('-')}-${radius ?? ''}-${font_size ?? ''}.css`

/** The tokens of a file's name; undefined where they are none that we take. */
export function appearanceOfFile(file: string): Appearance | undefined {
  const [, accent, background, text, radius, size] = FILE.exec(file) ?? []
  if (!FILE.test(file)) return undefined
  const read = appearance.safeParse({
    ...(accent && { accent: `#${accent}` }),
    ...(background && { background: `#${background}` }),
    ...(text && { text: `#${text}` }),
    ...(radius && { radius: Number(radius) }),
    ...(size && { font_size: Number(size) }),
  })
  return read.success ? read.data : undefined
}

/**
 * The style of these tokens (`page-base.css` has the names). Where text or background is theirs, what is else
 * paler is the text's colour: that is the one that was judged.
 */
export function appearanceStyle(tokens: Appearance): string {
  const { accent, background, text, radius, font_size: size } = tokens
  const own = text !== undefined || background !== undefined
  const ink = text ?? OURS.text
  const lines = [
    accent && `--accent: ${accent};\n  --accent-deep: ${deepened(accent)};\n  --idle: ${accent};`,
    background && `--panel: ${background};\n  --sunken: ${background};`,
    own && `--ink: ${ink};\n  --soft: ${ink};\n  --edge: ${ink};\n  --hollow: ${ink};`,
    radius !== undefined && `--radius: ${radius}px;\n  --radius-panel: ${radius === 0 ? 0 : radius + 5}px;`,
    size !== undefined && `font-size: ${size}px;`,
  ]
  return `:root {\n  ${lines.filter(Boolean).join('\n  ')}\n}\n`
}
