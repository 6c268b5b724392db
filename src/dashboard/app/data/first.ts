/** For definitions of pages, in what they ask first. */
import type { Question } from '../page.ts'

/** Rows of one page of a list: what a screen or two hold. */
export const PAGE_ROWS = 50

/** A list by its filters, unless one is a day: its beginning is the company's, which is not known yet. */
export const listUnlessDays = (path: string, values: Record<string, unknown>): readonly Question[] =>
  Object.entries(values).some(([name, value]) => value !== undefined && /_(after|before)$/.test(name))
    ? []
    : [{ path, query: values as Question['query'] & object, rows: PAGE_ROWS }]
