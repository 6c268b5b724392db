import { readFileSync } from 'node:fs'
import { styleText } from 'node:util'
import { checkProof } from '../../events/proof.ts'
import { OperatorError } from '../../ground/errors.ts'

const ok = () => styleText('green', 'ok')

/**
 * Says what a proof proves; for trust it needs a hash that was kept. Returns the exit code: 1 for one that
 * proves nothing.
 */
export function verifyProof(path: string, kept: string | undefined, json: boolean): number {
  const fail = (why: string) =>
    console.log(json ? JSON.stringify({ ok: false, why }) : `${styleText('red', 'FAIL')}  ${why}`)
  const verdict = checkProof(readProof(path))
  if (!verdict.ok) {
    fail(verdict.why)
    return 1
  }
  const { eventId, hashes } = verdict
  if (kept !== undefined && !hashes.includes(kept.toLowerCase())) {
    fail(`event ${eventId} is not under the checkpoint ${kept}`)
    return 1
  }
  if (json)
    console.log(
      JSON.stringify({ ok: true, event_id: eventId, hash: kept ?? hashes.at(-1), kept: kept !== undefined }),
    )
  else
    console.log(
      kept === undefined
        ? `${ok()}    event ${eventId} is under the checkpoint ${hashes.at(-1)}\n      That proves something once this is a hash that you have kept or that was published: give it as --checkpoint.`
        : `${ok()}    event ${eventId} is in the log that the checkpoint ${kept} stands for`,
    )
  return 0
}

function readProof(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new OperatorError(`${path} cannot be read as JSON: ${(error as Error).message}.`, 'not_found')
  }
}
