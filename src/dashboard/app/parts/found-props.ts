/** Of a filter by something that has an id. */
export type FoundProps = {
  label: string
  /** The id that the address has. */
  value: string | undefined
  onChange(id: string | undefined): void
}
