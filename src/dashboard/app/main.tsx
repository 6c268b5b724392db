import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import './styles/tokens.css'
import './styles/base.css'
import './styles/frame.css'
import './styles/live.css'
import './styles/controls.css'
import './styles/forms.css'
import './styles/table.css'
import './styles/layers.css'
import './styles/pictures.css'
import './styles/explain.css'
import './styles/people.css'
import './styles/alone.css'
import { codeOf } from './data/problem.ts'
import { queryClient } from './data/queries.ts'
import { Announcer } from './parts/announcer.tsx'
import { MomentTip } from './parts/moment-tip.tsx'
import { ToastProvider } from './parts/toasts.tsx'
import { router } from './router.tsx'
import { showChosenTheme } from './shell/theme.ts'
import { mendBrowserLocale } from './words/browser-locale.ts'
import { LanguageProvider } from './words/language.tsx'

showChosenTheme()
mendBrowserLocale()

/**
 * A page that is older than the server asks for a file that is no longer there: the new page has its own.
 * Once a minute at most: a file that cannot be run stays so, and the page says it.
 */
addEventListener('vite:preloadError', () => {
  // Where the line is cut a new page would be none at all.
  if (!navigator.onLine) return
  const last = Number(sessionStorage.getItem('jetpay.reloaded'))
  if (Date.now() - last < 60_000) return
  sessionStorage.setItem('jetpay.reloaded', String(Date.now()))
  location.reload()
})

createRoot(document.getElementById('app')!, {
  // What the API said, or that nobody answered, is shown on the page: it is no defect to be told of.
  onCaughtError: (error) => codeOf(error) === undefined && console.error(error),
}).render(
  <StrictMode>
    {/* The page's policy allows no style but those of its files; ours say what its elements would. */}
    <CSPProvider disableStyleElements>
      <LanguageProvider>
        <QueryClientProvider client={queryClient}>
          <Announcer>
            <ToastProvider>
              <Suspense>
                <RouterProvider router={router} />
              </Suspense>
              <MomentTip />
            </ToastProvider>
          </Announcer>
        </QueryClientProvider>
      </LanguageProvider>
    </CSPProvider>
  </StrictMode>,
)
