import { useSyncExternalStore } from 'react'
import { read, write } from '../data/remembered.ts'

export type Theme = 'system' | 'light' | 'dark'
export const themes: readonly Theme[] = ['system', 'light', 'dark']

let chosen: Theme = themes.find((theme) => theme === read('theme')) ?? 'system'
const listeners = new Set<() => void>()

/** Before anything is drawn, so that nothing is drawn twice. */
export function showChosenTheme(): void {
  if (chosen === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = chosen
}

function choose(theme: Theme): void {
  chosen = theme
  showChosenTheme()
  write('theme', theme === 'system' ? null : theme)
  for (const listener of listeners) listener()
}

const follow = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** One choice for all that shows it: the menu and the palette. */
export const useTheme = (): [Theme, (theme: Theme) => void] => [
  useSyncExternalStore(follow, () => chosen),
  choose,
]
