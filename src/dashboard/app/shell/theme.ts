import { useEffect, useState } from 'react'
import { read, write } from '../data/remembered.ts'

export type Theme = 'system' | 'light' | 'dark'
export const themes: readonly Theme[] = ['system', 'light', 'dark']

const chosen = (): Theme => themes.find((theme) => theme === read('theme')) ?? 'system'

const show = (theme: Theme) => {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

/** Before anything is drawn, so that nothing is drawn twice. */
export const showChosenTheme = () => show(chosen())

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(chosen)
  useEffect(() => {
    show(theme)
    write('theme', theme === 'system' ? null : theme)
  }, [theme])
  return [theme, setTheme]
}
