/**
 * Headers of a file that somebody has given us: it is saved under its name, and no browser takes it for a
 * page of ours.
 */
export const attachmentHeaders = ({ contentType, fileName }: { contentType: string; fileName: string }) => ({
  'content-type': contentType,
  'content-disposition': `attachment; filename="${plain(fileName)}"; filename*=UTF-8''${encoded(fileName)}`,
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cache-control': 'no-store',
})

/** For clients that do not know `filename*` (RFC 6266, appendix D). */
const plain = (name: string) => name.replaceAll(/[^\w.\- ]/g, '_')

/** RFC 8187: UTF-8, percent-encoded; `encodeURIComponent` leaves a few marks that must be too. */
const encoded = (name: string) =>
  encodeURIComponent(name).replaceAll(/['()*!]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`)
