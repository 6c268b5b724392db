import type { IconName } from '../parts/icon.tsx'

/** One line of the palette: where it leads, or what it does. */
export type Command = { id: string; text: string; more?: string; icon: IconName; run(): void }
