/**
 * What samples say where no installation is known: `asInstalled` puts its own address in this one's place.
 */
export const WRITTEN_URL = 'http://127.0.0.1:8400'
/** What an id looks like. */
export const SAMPLE_ID = '019a4c7e-5b1a-7c3e-9f10-2b8f6d0a4e11'
