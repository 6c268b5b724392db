import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
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
  const { company } = useParams({ strict: false }) as { company?: string }
  return <Path extends string>(to: Page<Path>, params?: Params<Path>, other?: string) =>
    addressOf(to, { company: other ?? company ?? '', ...(params as Record<string, string> | undefined) })
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
    <Link
      to={address(to, params, company)}
      search={(search ?? {}) as never}
      className={className}
      {...(onClick && { onClick })}
    >
      {children}
    </Link>
  )
}
