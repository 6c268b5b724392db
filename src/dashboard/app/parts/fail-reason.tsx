import { meaningOnEitherRail, type FailReason as Reason } from '../../../ground/fail-reasons.ts'
import { failReasonsFr } from '../../../ground/fail-reasons-fr.ts'
import { useLanguage } from '../words/language.tsx'

/** Why something failed, in words; a reason of a later version as the word that programs read. */
export function FailReason({ reason }: { reason: string | null | undefined }) {
  const { language } = useLanguage()
  if (!reason) return null
  if (!Object.hasOwn(failReasonsFr, reason)) return <code>{reason}</code>
  const words = language === 'fr' ? failReasonsFr[reason as Reason] : meaningOnEitherRail(reason as Reason)
  return <span>{words}</span>
}
