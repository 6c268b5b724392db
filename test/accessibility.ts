/**
 * What a program can find of WCAG 2.2 AA on a page, as far as a hundred lines go: names and labels,
 * references, headings, landmarks, language, computed contrast, size of targets, reflow. It finds mistakes;
 * that there are none it cannot say.
 */
import type { Page } from 'playwright-core'

/** Everything that is wrong on the page as it stands, in words; none: nothing was found. */
export const findBarriers = (page: Page): Promise<string[]> => page.evaluate(inPage)

/** Runs in the browser, so it can use nothing from around it. */
function inPage(): string[] {
  const found: string[] = []
  const name = (element: Element) =>
    `${element.tagName.toLowerCase()}${element.id && `#${element.id}`}${[...element.classList].map((one) => `.${one}`).join('')}`
  const shown = (element: Element) => element.checkVisibility({ visibilityProperty: true })
  const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)].filter(shown)

  if (!document.documentElement.lang) found.push('the page has no language (3.1.1)')
  if (!document.title) found.push('the page has no title (2.4.2)')
  if (all('main').length !== 1) found.push(`${all('main').length} main landmarks (1.3.1)`)
  if (all('h1').length !== 1) found.push(`${all('h1').length} headings of level 1`)
  const levels = all('h1, h2, h3, h4, h5, h6').map((heading) => Number(heading.tagName[1]))
  for (const [at, level] of levels.entries())
    if (at > 0 && level > levels[at - 1]! + 1) found.push(`heading levels jump to ${level} (1.3.1)`)

  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
  for (const id of ids.filter((one, at) => ids.indexOf(one) !== at)) found.push(`the id ${id} is used twice`)
  for (const attribute of ['aria-describedby', 'aria-labelledby', 'for'])
    for (const element of document.querySelectorAll(`[${attribute}]`))
      for (const id of element.getAttribute(attribute)!.split(' '))
        if (!document.getElementById(id)) found.push(`${name(element)}: ${attribute} names no ${id} (1.3.1)`)

  for (const control of all('input, select, textarea') as HTMLInputElement[]) {
    if (![...(control.labels ?? [])].some((label) => label.innerText.trim()))
      found.push(`${name(control)} has no label (1.3.1, 4.1.2)`)
  }
  for (const element of all('button, a, h1, h2, h3, h4, legend'))
    if (!element.innerText.trim()) found.push(`${name(element)} has no text (4.1.2)`)
  for (const element of all('img, iframe, canvas, [role=img], [role=region]')) {
    const named = ['alt', 'title', 'aria-label', 'aria-labelledby'].some((one) => element.hasAttribute(one))
    if (!named) found.push(`${name(element)} has no name (1.1.1, 4.1.2)`)
  }
  for (const element of all('fieldset'))
    if (element.querySelector('input[type=radio]') && !element.querySelector('legend, h2'))
      found.push(`${name(element)} is a group without a name (1.3.1)`)

  type Colour = [number, number, number, number]
  const parse = (text: string): Colour => {
    const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[\d.]+/g) ?? []).map(Number)
    return [r, g, b, a]
  }
  const luminance = ([r, g, b]: Colour) => {
    const linear = (value: number) => {
      const part = value / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    }
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
  }
  const contrast = (one: Colour, other: Colour) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a)
    return (light! + 0.05) / (dark! + 0.05)
  }
  /** The nearest ground that is not transparent. */
  const groundOf = (element: Element | null): Colour => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor)
      if (colour[3] === 1) return colour
    }
    return [255, 255, 255, 1]
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement!
    if (!node.nodeValue!.trim() || !shown(element) || element.closest('script, style, template, :disabled'))
      continue
    const style = getComputedStyle(element)
    const size = Number.parseFloat(style.fontSize)
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
    const colour = parse(element instanceof SVGElement ? style.fill : style.color)
    const ratio = contrast(colour, groundOf(element))
    if (ratio < (large ? 3 : 4.5))
      found.push(
        `${name(element)} "${node.nodeValue!.trim().slice(0, 30)}": contrast ${ratio.toFixed(2)} (1.4.3)`,
      )
  }
  for (const control of all('input[type=text], .option, .method, .terms, #signature-pad')) {
    const ratio = contrast(parse(getComputedStyle(control).borderTopColor), groundOf(control.parentElement))
    if (ratio < 3) found.push(`${name(control)}: border ${ratio.toFixed(2)} (1.4.11)`)
  }
  for (const target of all('a, button, input')) {
    const { width, height } = target.getBoundingClientRect()
    if (width < 24 || height < 24) found.push(`${name(target)}: ${width} by ${height} (2.5.8)`)
  }
  if (document.documentElement.scrollWidth > window.innerWidth)
    found.push(`the page is ${document.documentElement.scrollWidth} wide (1.4.10)`)
  return found
}
