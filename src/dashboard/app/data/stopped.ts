import { useMember } from './session.tsx'

/** The id of what says so on each page (`shell/company-notice.tsx`). */
export const NOTICE = 'company-notice'

/**
 * Whether the company takes no money now: what would is refused, and says so beforehand. Undefined where it
 * does.
 */
export function useStopped(): 'suspended' | 'closing' | undefined {
  const state = useMember()?.state ?? 'active'
  return state === 'active' ? undefined : state
}
