const HOME = '/dashboard'

/**
 * Where a user goes after signing in: where they were (`?next=`, set by `signed-out.ts`), else home. Only a
 * page of the dashboard on this origin: whoever sends a link to the sign-in page must not choose where it
 * ends (OWASP ASVS 5.0, 3.7.2). Resolved as the browser would (`//evil`, `/\evil`, `..`, a tab within a
 * scheme), then judged; `origin` is that of this page.
 */
export function addressAfterSignIn(next: string | undefined, origin: string): string {
  if (next === undefined || !URL.canParse(next, origin)) return HOME
  const { origin: to, pathname, search } = new URL(next, origin)
  const isInside = pathname === HOME || pathname.startsWith(`${HOME}/`)
  if (to !== origin || !isInside || pathname.startsWith(`${HOME}/sign-in`)) return HOME
  return pathname + search
}
