import { useRouter } from '@tanstack/react-router'
import { type MouseEvent, type ReactNode, useCallback, useRef } from 'react'
import { writeSearch } from '../data/filters.ts'
import { useShownCompany } from '../data/here.tsx'
import { addressOf, type Page, type Params } from '../page.ts'

type Props<Path extends string> = {
  to: Page<Path>
  params?: Params<Path>
  /** Of another company than the one that is shown. */
  company?: string
  /** What its address says behind the question mark. */
  search?: Record<string, string | readonly string[] | undefined>
  className?: string
  children: ReactNode
  onClick?: () => void
}

/** The address of a page for the company that is shown. */
export function useAddress() {
  const company = useShownCompany()
  return useCallback(
    <Path extends string>(to: Page<Path>, params?: Params<Path>, other?: string) =>
      addressOf(to, { company: other ?? company ?? '', ...(params as Record<string, string> | undefined) }),
    [company],
  )
}

/** Pointed at for so long, a page's script is loaded before it is opened. */
const INTENT_MS = 50
const BELOW = '/dashboard'

type LinkProps = {
  /** Below `/dashboard`. */
  address: string
  search?: Record<string, unknown> | undefined
  /** It leads to where one is. */
  current?: boolean
  className?: string | undefined
  children: ReactNode
  onClick?: (() => void) | undefined
}

/**
 * A link within the app. Not the router's own: that one follows the address to know whether it leads there,
 * which of fifty rows none has to, and takes ten times as long to be drawn.
 */
export function AppLink({ address, search, current, className, children, onClick }: LinkProps) {
  const router = useRouter()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const to = { to: address, search: search ?? {} } as never
  const preload = () => void router.preloadRoute(to).catch(() => undefined)
  const go = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.()
    // Into another tab or window, or onto the disk: that is the browser's.
    const others = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
    if (event.defaultPrevented || event.button !== 0 || others) return
    event.preventDefault()
    void router.navigate(to)
  }
  return (
    <a
      href={`${BELOW}${address}${search ? writeSearch(search) : ''}`}
      className={className}
      aria-current={current ? 'page' : undefined}
      onClick={go}
      onFocus={preload}
      onTouchStart={preload}
      onMouseEnter={() => {
        timer.current = setTimeout(preload, INTENT_MS)
      }}
      onMouseLeave={() => clearTimeout(timer.current)}
    >
      {children}
    </a>
  )
}

/** A link to a page of the dashboard, of the company that is shown. */
export function PageLink<const Path extends string>({
  to,
  params,
  company,
  search,
  className = 'link',
  children,
  onClick,
}: Props<Path>) {
  const address = useAddress()
  return (
    <AppLink address={address(to, params, company)} search={search} className={className} onClick={onClick}>
      {children}
    </AppLink>
  )
}
