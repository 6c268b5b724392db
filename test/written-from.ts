/** What a page of `docs/` that `npm run docs` writes says to whoever would edit it, and to nobody else. */
export const writtenFrom = (source: string) => `<!-- written by npm run docs from ${source} -->`
