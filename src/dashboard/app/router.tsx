import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
  useParams,
} from '@tanstack/react-router'
import type { FunctionComponent } from 'react'
import { parseSearch, writeSearch } from './data/filters.ts'
import { askFirst } from './data/first-questions.ts'
import { whenReached } from './data/loading.ts'
import { queryClient } from './data/queries.ts'
import { read } from './data/remembered.ts'
import { loadSession, useMay, useSession } from './data/session.tsx'
import { isId, type Page, routeOf } from './page.ts'
import { pages } from './pages.ts'
import { useAddress } from './parts/page-link.tsx'
import { AppFrame } from './shell/app-frame.tsx'
import { forRole } from './shell/not-for-role.tsx'
import { NotFound, PageFailed } from './shell/page-failed.tsx'
import { PageList } from './shell/page-list.ts'

const definitions: readonly Page[] = pages.map(([page]) => page)

const rootRoute = createRootRoute({
  component: () => (
    <PageList value={definitions}>
      <Outlet />
    </PageList>
  ),
  notFoundComponent: NotFound,
})

/** To the company that was looked at last here, else the first of the user's. */
function Start() {
  const { companies, operator } = useSession()
  const last = read('company')
  const company = companies.find(({ identifier }) => identifier === last) ?? companies[0]
  if (company) return <Navigate to={`/${company.identifier}`} replace />
  return operator ? <Navigate to="/operator" replace /> : <AppFrame />
}

/** The first page of those that the user may see. */
function FirstPage({ area }: { area: 'company' | 'operator' }) {
  const may = useMay()
  const address = useAddress()
  const first = definitions.find(
    (page) => (page.area ?? 'company') === area && page.nav && (area === 'operator' || may(page.scope)),
  )
  return first ? <Navigate to={address(first, {})} replace /> : <NotFound />
}

/** In a live installation a page for the demo is not there, as its endpoints are not. */
function demoOnly(Shown: FunctionComponent): FunctionComponent {
  return () => (useSession().environment === 'demo' ? <Shown /> : <NotFound />)
}

/** An address that names no id leads nowhere: nothing is asked for what it says. */
function idsOnly(Shown: FunctionComponent): FunctionComponent {
  return () => {
    const named: Record<string, string | undefined> = useParams({ strict: false })
    return Object.values(named).every((id) => id === undefined || isId(id)) ? <Shown /> : <NotFound />
  }
}

/** It keeps `preload`, by which the router loads a page before it is opened. */
const shown = (page: Page, loaded: ReturnType<typeof lazyRouteComponent>) => {
  const forAll = idsOnly(loaded as FunctionComponent)
  return Object.assign(
    forRole(page, page.demoOnly ? demoOnly(forAll) : forAll),
    loaded.preload && { preload: loaded.preload },
  )
}

/** Beside the page's own script; once. */
const signedIn = { loader: () => loadSession(queryClient), staleTime: Number.POSITIVE_INFINITY }

const frame = createRoute({ getParentRoute: () => rootRoute, id: 'frame', component: AppFrame, ...signedIn })

const routes = pages.map(([page, load]) =>
  createRoute({
    getParentRoute: () => (page.area === 'outside' ? rootRoute : frame),
    path: routeOf(page),
    component: shown(page, lazyRouteComponent(whenReached(load))),
    ...(page.first && {
      loader: async ({ params, location, preload }) => {
        await loadSession(queryClient)
        if (!preload) askFirst(queryClient, page, params, location.search)
      },
    }),
  }),
)
const has = (path: string) => definitions.some((page) => routeOf(page) === path)
const starts = [
  { path: '/', parent: rootRoute, component: Start },
  { path: '/$company', parent: frame, component: () => <FirstPage area="company" /> },
  { path: '/operator', parent: frame, component: () => <FirstPage area="operator" /> },
  // An address of nothing has the frame too: its navigation leads on. `$` alone is nothing as well, and home.
  ...['/$company/$nothing', '/operator/$nothing'].flatMap((path) =>
    [path, `${path}/$`].map((path) => ({ path, parent: frame, component: NotFound })),
  ),
]
  // A page may stand there itself: the home.
  .filter(({ path }) => !has(path))
  .map(({ path, parent, component }) =>
    createRoute({ getParentRoute: () => parent, path, component, ...signedIn }),
  )

const framed = [...routes, ...starts].filter((route) => route.options.getParentRoute() === frame)
const outside = [...routes, ...starts].filter((route) => route.options.getParentRoute() !== frame)

export const router = createRouter({
  routeTree: rootRoute.addChildren([frame.addChildren(framed as never[]), ...(outside as never[])]),
  basepath: '/dashboard',
  parseSearch,
  stringifySearch: writeSearch,
  defaultPreload: 'intent',
  // Queries keep what they have; the router keeps nothing of theirs.
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultErrorComponent: PageFailed as never,
  defaultNotFoundComponent: NotFound,
})
