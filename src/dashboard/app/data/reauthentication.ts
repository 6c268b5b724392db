/**
 * Money and keys need a proof that is younger than ten minutes (`403 reauthentication_required`): then the
 * dialog is opened, and the request is asked again, with the same key.
 */
import { codeOf } from './problem.ts'

type Prove = () => Promise<boolean>
let open: Prove = async () => false

/** Who shows the dialog (`shell/reauthentication-dialog.tsx`): resolves with whether it was proven. */
export function onProofNeeded(prove: Prove): void {
  open = prove
}

/** Has whoever is signed in show now that it is them; whether they did. */
export const prove = (): Promise<boolean> => open()

export async function proveAgain<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (codeOf(error) !== 'reauthentication_required' || !(await open())) throw error
    return write()
  }
}
