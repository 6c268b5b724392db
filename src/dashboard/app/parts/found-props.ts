/** Of a filter by something that has an id. */
export type FoundProps = {
  label: string
  /** The id that the address has. */
  value: string | undefined
  onChange(id: string | undefined): void
  /** Whose thing it is, where that is not the company that is shown; null while none is chosen. */
  company?: string | null | undefined
}
