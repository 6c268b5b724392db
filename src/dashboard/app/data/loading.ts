import { unreached } from './problem.ts'

/**
 * A part of the app that is loaded when it is needed. One that did not arrive is told as every other request
 * that reached nobody, and not in the words of the browser. It stays so once the line is back, since a
 * browser does not ask again for a module that failed.
 */
export const whenReached =
  <Module>(load: () => Promise<Module>) =>
  () =>
    load().catch((error: unknown) => {
      throw didNotArrive(error) ? unreached(error) : error
    })

/** Of a script browsers throw a `TypeError`, of a style Vite an error of its own. */
const didNotArrive = (error: unknown) =>
  !navigator.onLine ||
  error instanceof TypeError ||
  (error instanceof Error && error.message.startsWith('Unable to preload CSS'))
