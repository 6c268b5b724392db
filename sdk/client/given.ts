/** What may be given to an operation: wider than what the document says of it on the wire. */

/** A query with its filters as they may be given, as optional as they are. */
export type Filters<Query, Wider> = {
  [K in keyof Query]: K extends keyof Wider ? Wider[K] : Query[K]
}

/**
 * Read-only lists too, and `undefined` for what may be left out: then it is not sent. Not of a map, whose
 * names are the caller's.
 */
export type Given<Asked> = Asked extends string | number | bigint | boolean | null | undefined | Date
  ? Asked
  : Asked extends readonly (infer Item)[]
    ? readonly Given<Item>[]
    : unknown extends Asked
      ? Asked
      : {
          [K in keyof Asked]: string extends K
            ? Asked[K]
            : object extends Pick<Asked, K>
              ? Given<Asked[K]> | undefined
              : Given<Asked[K]>
        }
