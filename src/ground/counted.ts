/** `1 item`, `2 items`: of nouns that take an s. */
export const counted = (count: number | bigint | string, one: string): string =>
  `${count} ${one}${Number(count) === 1 ? '' : 's'}`
