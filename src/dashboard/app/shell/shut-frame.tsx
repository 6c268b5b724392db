import { type ComponentType, useEffect, useState } from 'react'
import { whenReached } from '../data/loading.ts'
import { Skeleton } from '../parts/states.tsx'
import { AccountMenu } from './account-menu.tsx'
import { CompanySwitcher } from './company-switcher.tsx'
import { ReauthenticationDialog } from './reauthentication-dialog.tsx'

/** Loaded when it is used: few ever see it. */
const load = whenReached(() => import('../pages/people/second-factor-gate.tsx'))

/** Not by `lazy`: what React has held back once it shows 300 ms after its stand-in at the earliest. */
function Gate() {
  const [Loaded, setLoaded] = useState<ComponentType | null>(null)
  const [failed, setFailed] = useState<unknown>()
  useEffect(() => {
    load().then(({ SecondFactorGate }) => setLoaded(() => SecondFactorGate), setFailed)
  }, [])
  // As every page that could not be loaded.
  if (failed !== undefined) throw failed
  return Loaded ? <Loaded /> : <Skeleton lines={8} />
}

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
        <Gate />
      </main>
      <ReauthenticationDialog />
    </div>
  )
}
