let watched = false

/**
 * Whoever reads may have had enough (`| head`): the command does what it was asked, prints no more and ends
 * as it would have. What cannot be written for another reason, such as a full disk, is told, and is exit code
 * 1: half an answer must not pass for one.
 */
export function watchOutput(): void {
  if (watched) return
  watched = true
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') return
    console.error(`The answer could not be printed whole: ${error.message}`)
    process.exit(1)
  })
  process.stderr.on('error', () => undefined)
}
