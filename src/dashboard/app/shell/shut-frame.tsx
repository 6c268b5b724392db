import { lazy, Suspense } from 'react'
import { Skeleton } from '../parts/states.tsx'
import { AccountMenu } from './account-menu.tsx'
import { CompanySwitcher } from './company-switcher.tsx'
import { ReauthenticationDialog } from './reauthentication-dialog.tsx'

/** Loaded when it is used: few ever see it. */
const SecondFactorGate = lazy(async () => ({
  default: (await import('../pages/people/second-factor-gate.tsx')).SecondFactorGate,
}))

/** Around nothing of the company: it demands a second factor, and whoever is here has shown none. */
export function ShutFrame() {
  return (
    <div className="frame">
      <aside className="side">
        <CompanySwitcher />
        <div className="side-foot">
          <AccountMenu />
        </div>
      </aside>
      <header className="top">
        <CompanySwitcher />
        <AccountMenu />
      </header>
      <main id="content" className="content" tabIndex={-1}>
        <Suspense fallback={<Skeleton lines={8} />}>
          <SecondFactorGate />
        </Suspense>
      </main>
      <ReauthenticationDialog />
    </div>
  )
}
