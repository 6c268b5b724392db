import { build } from 'vite'
import { projectFolder } from '../../src/ground/config.ts'
import { samplesOf } from './samples.ts'

/**
 * The component of docs/embed.md in a page's script, as its reader's tools would make one: with `url`, in
 * React's strict mode, which mounts everything twice. It says on the console what it is told.
 */
export async function bundleReactSample(platformUrl: string, url: string): Promise<string> {
  const [sample] = samplesOf('docs/embed.md', 'jsx')
  const source = `
import { StrictMode, useEffect, useRef } from 'react'
import { createRoot } from 'react-dom/client'
import { mountCard } from '${platformUrl}/embed/v1.mjs'
${sample!.source}
const said = (what) => (one) => console.log(what + ' ' + JSON.stringify(one))
createRoot(document.getElementById('app')).render(
  <StrictMode><CardPage url=${JSON.stringify(url)} onSucceeded={said('succeeded')} onFailed={said('failed')} /></StrictMode>)`
  const entry = `${projectFolder}/docs-embed.jsx`
  const made = await build({
    root: projectFolder,
    configFile: false,
    logLevel: 'warn',
    // Only React's own development build mounts everything twice in strict mode.
    define: { 'process.env.NODE_ENV': '"development"' },
    plugins: [
      {
        name: 'sample',
        resolveId: (id) => (id === entry ? entry : undefined),
        load: (id) => (id === entry ? source : undefined),
      },
    ],
    build: {
      write: false,
      minify: false,
      rolldownOptions: { input: entry, external: /^http/ },
    },
  })
  if (!('output' in made)) throw new Error('Vite made several builds, or watches')
  return made.output[0].code
}
