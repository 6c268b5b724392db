import { Outlet } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { HereProvider } from '../data/here.tsx'
import { LiveProvider } from '../data/live.tsx'
import { useCompanyId, useIsElsewhere, useIsShut, useSession } from '../data/session.tsx'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { MomentClock } from '../parts/moment-clock.tsx'
import { Skeleton } from '../parts/states.tsx'
import { shellWords } from '../words/shell-words.ts'
import { useWords } from '../words/words.ts'
import { AccountMenu } from './account-menu.tsx'
import { CompanyNotice } from './company-notice.tsx'
import { CompanySwitcher } from './company-switcher.tsx'
import { useKeptFocus } from './kept-focus.ts'
import { LiveSign } from './live-sign.tsx'
import { Navigation } from './navigation.tsx'
import { NoCompany, NotFound, OfNoCompany, OtherPerson } from './page-failed.tsx'
import { ReauthenticationDialog } from './reauthentication-dialog.tsx'
import { SessionEnded } from './session-ended.tsx'
import { openPalette, Shortcuts } from './shortcuts.tsx'
import { ShutFrame } from './shut-frame.tsx'

/** Below it are the operator's pages; to the router one that is not there looks like a page of a company. */
const OPERATOR = 'operator'

/** Around every page of a company and of the operator. */
export function AppFrame() {
  return useIsShut() ? <ShutFrame /> : <OpenFrame />
}

/** Navigation at the side, or behind a button on a phone. */
function OpenFrame() {
  const say = useWords(shellWords)
  const elsewhere = useIsElsewhere()
  const company = useCompanyId()
  const ofCompany = company !== null && elsewhere === false
  const { operator, companies, user } = useSession()
  // Another who signs in in another tab has the cookie of this one too.
  const [opener] = useState(user.email)
  const [menu, setMenu] = useState(false)
  useKeptFocus()
  return (
    <HereProvider ofCompany={ofCompany}>
      <MomentClock />
      <LiveProvider>
        <div className="frame">
          <a className="skip" href="#content">
            {say.skip}
          </a>
          <aside className="side">
            <CompanySwitcher />
            <button type="button" className="find" onClick={openPalette}>
              <Icon name="search" size={16} />
              <span className="cut">{say.find}</span>
              <kbd>Ctrl K</kbd>
            </button>
            <Navigation label={say.navigation} />
            <div className="side-foot">
              {/* What happens to all companies is no stream: the operator's pages ask by themselves. */}
              {ofCompany && <LiveSign look="quiet" />}
              <AccountMenu />
            </div>
          </aside>
          <header className="top">
            <Button look="plain" icon="menu" iconOnly onClick={() => setMenu(true)} aria-expanded={menu}>
              {say.menu}
            </Button>
            <CompanySwitcher />
            {ofCompany && <LiveSign look="lost" />}
            <Button look="plain" icon="search" iconOnly onClick={openPalette}>
              {say.find}
            </Button>
          </header>
          <Dialog look="sheet" open={menu} onClose={() => setMenu(false)} title={say.menu}>
            <Navigation label={say.navigation} onGo={() => setMenu(false)} />
            <AccountMenu />
          </Dialog>
          <main id="content" className="content" tabIndex={-1}>
            <div className="lost-here">{ofCompany && <LiveSign look="lost" />}</div>
            {ofCompany && <CompanyNotice />}
            <Suspense fallback={<Skeleton lines={8} />}>
              {/* To whoever is no operator their pages are not there; the API refuses them anyway. */}
              {opener !== user.email ? (
                <OtherPerson name={user.name} />
              ) : elsewhere === null ? (
                <Skeleton lines={8} />
              ) : elsewhere && company !== OPERATOR ? (
                <NoCompany />
              ) : ofCompany || (operator && company === null) ? (
                <Outlet />
              ) : companies.length === 0 && company === null ? (
                <OfNoCompany />
              ) : (
                <NotFound />
              )}
            </Suspense>
          </main>
          <ReauthenticationDialog />
          <SessionEnded />
          <Shortcuts />
        </div>
      </LiveProvider>
    </HereProvider>
  )
}
