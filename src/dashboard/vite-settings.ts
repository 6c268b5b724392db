/** What building and developing the dashboard have in common. */
import react from '@vitejs/plugin-react'
import type { InlineConfig } from 'vite'

export const settings = {
  configFile: false,
  root: `${import.meta.dirname}/app`,
  base: '/dashboard/',
  // What stands in the environment or in a file beside the program is no part of a page.
  envDir: false,
  publicDir: false,
  logLevel: 'warn',
  plugins: [react()],
} satisfies InlineConfig
