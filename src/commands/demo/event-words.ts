/** For a shell's completion. */
export const eventTypes = async (): Promise<readonly string[]> =>
  (await import('../../events/event-types.ts')).eventTypes
export const everydayTypes = async (): Promise<readonly string[]> =>
  (await import('../../events/event-types.ts')).everydayTypes
