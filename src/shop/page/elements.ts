/** The page's elements, found and made. */

/** The element with this id; the page has it. */
export const byId = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T

type Attributes = Record<string, string | boolean | undefined>

/** A new element. Text is always text, never markup. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, '')
    else if (typeof value === 'string') element.setAttribute(name, value)
  }
  element.append(...children)
  return element
}

/** Shows text in a notice, or hides it when there is none. */
export function notice(element: HTMLElement, text: string, tone: '' | 'good' | 'bad' | 'busy' = ''): void {
  element.hidden = text === ''
  element.textContent = text
  element.className = `notice ${tone}`
}

/** What went wrong with something that has no place of its own. Empty: all is well again. */
export function showProblem(text: string): void {
  const problem = byId('problem')
  notice(problem, text, 'bad')
  if (text) problem.scrollIntoView({ block: 'nearest' })
}

/** `incorrect_cvc` as `Incorrect cvc`: the platform's codes are words. */
export function inWords(code: string): string {
  const words = code.replaceAll('_', ' ').replace(/\bcvc\b/, 'security code')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
