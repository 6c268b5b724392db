/**
 * A page of the dashboard as the router, the navigation and the palette see it. Definitions stand in
 * `pages/<area>/<area>-pages.ts`, small and always loaded; what a page shows is loaded when it is opened
 * (`pages.ts`). How to add one: docs/dashboard.md.
 */
import type { Query } from './data/ask.ts'
import type { Filters } from './data/filters.ts'
import type { IconName } from './parts/icon.tsx'
import type { Language } from './words/language.tsx'

/** In this order in the navigation. */
export const groups = ['overview', 'money', 'customers', 'developers', 'settings', 'operator'] as const
export type Group = (typeof groups)[number]

export type Page<Path extends string = string> = {
  /**
   * Below `/dashboard/<company id>/` (or `/dashboard/operator/`, `/dashboard/` by `area`), with parameters as
   * `$name`: `contacts/$contact`.
   */
  path: Path
  /**
   * Whose it is: a company's, the operator's, or nobody's, without navigation (signing in). Default
   * `company`.
   */
  area?: 'company' | 'operator' | 'outside'
  /** In the navigation, the palette and the window's title. */
  title: Record<Language, string>
  /**
   * Who lacks it does not see the page in the navigation; the API refuses it anyway. Of several one is
   * enough.
   */
  scope?: string | readonly string[]
  /** Where it stands in the navigation; without it, it does not (a detail page). */
  nav?: { group: Group; icon: IconName }
  /** What can be done there, for the palette: the page takes it with `useDeed` (`data/deeds.ts`). */
  deeds?: readonly Deed[]
  /** The second key of its shortcut: `t` is opened by `g t`. */
  key?: string
  /** What its address may say behind the question mark. */
  filters?: Filters
  /** Seen only where no company is shown: there is one like it in each. */
  outsideCompany?: true
  /** Only where this is a demo. */
  demoOnly?: boolean
  /**
   * What it asks first, by its parameters and the filters of its address (`data/first-questions.ts`): the
   * very same that it asks by itself.
   */
  first?(params: Record<string, string>, values: Record<string, unknown>): readonly Question[]
}

/** `to`: a page of its own does it. */
type Deed = {
  id: string
  title: Record<Language, string>
  scope: string | readonly string[]
  /** A company that is suspended or closing is refused it, and told why instead. */
  takesMoney?: true
  to?: Page
}

/**
 * As `useRead` asks it; with `rows` as `useList` does (null: as many as the API has on a page), with `asText`
 * as `useText` does.
 */
export type Question = { path: string; query?: Query; rows?: number | null; asText?: true }

export const page = <const Path extends string>(page: Page<Path>): Page<Path> => page

/** `contacts/$contact` needs `{ contact }`. */
export type Params<Path extends string> = Path extends `${infer Head}$${infer Tail}`
  ? Tail extends `${infer Name}/${infer Rest}`
    ? { [Key in Name]: string } & Params<`${Head}${Rest}`>
    : { [Key in Tail]: string }
  : unknown

const ID = /^(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\d{1,15})$/i

/**
 * Whether it may stand in a path of the API: a UUID, or an event's number. What else an address says
 * (`..%2f..%2fsession`) would have the page ask for something else.
 */
export const isId = (text: string): boolean => ID.test(text)

/** The path of a page below `/dashboard`, as the router knows it. */
export const routeOf = ({ path, area = 'company' }: Page): string =>
  `${{ company: '/$company/', operator: '/operator/', outside: '/' }[area]}${path}`.replace(/\/$/, '') || '/'

/** The address of a page below `/dashboard`, with its parameters filled in. */
export const addressOf = (page: Page, params: Record<string, string>): string =>
  routeOf(page).replaceAll(/\$(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
