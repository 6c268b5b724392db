/**
 * A company's colour on pages of ours: dark enough that white text on it, and it on white, can be read (WCAG
 * 2.2, 1.4.3: 4.5 to 1). It imports nothing, so that the dashboard previews by the same rule.
 */

/** What the pages have where a company has said nothing (`page-base.css`). */
export const ACCENT_DEFAULT = '#1d4fd7'

const CONTRAST_MIN = 4.5

const channels = (color: string) => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))

/** Relative luminance, 0 (black) to 1 (white), as WCAG 2.2 defines it. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color).map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** How much one stands out from another: 1 (the same) to 21 (black on white). */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** How much it stands out from white. */
export const contrastWithWhite = (color: string): number => contrast(color, '#ffffff')

/** Why a text is no colour that we take, as a phrase after its name; undefined for one that is. */
export function accentFault(color: string): string | undefined {
  if (!/^#[0-9a-f]{6}$/.test(color)) return 'must be a colour such as #1d4fd7'
  const contrast = contrastWithWhite(color)
  if (contrast >= CONTRAST_MIN) return undefined
  // Cut, not rounded: 4.499 is not enough, and must not read as 4.5.
  const shown = Math.floor(contrast * 10) / 10
  return `must be darker: white text on it has a contrast of ${shown}, and ${CONTRAST_MIN} is the least that people can read`
}

/** The same colour a fifth darker, for a button under the pointer. */
export const deepened = (color: string): string =>
  `#${channels(color)
    .map((value) =>
      Math.floor(value * 0.8)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`

/** The style that gives a page of ours this colour (`page-base.css` has the names). */
export const accentStyle = (color: string): string =>
  `:root {\n  --accent: ${color};\n  --accent-deep: ${deepened(color)};\n}\n`

/** The colour of a file such as `1d4fd7.css`; undefined where it is none that we take. */
export function accentOfFile(file: string): string | undefined {
  const color = `#${/^([0-9a-f]{6})\.css$/.exec(file)?.[1] ?? ''}`
  return accentFault(color) === undefined ? color : undefined
}
