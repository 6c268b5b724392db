import { useMemo } from 'react'
import { meaningOnEitherRail, type FailReason as Reason } from '../../../ground/fail-reasons.ts'
import { failReasonsFr } from '../../../ground/fail-reasons-fr.ts'
import { type Language, useLanguage } from '../words/language.tsx'
import type { ComboOption } from './combobox.tsx'

/** Why something failed, in words; a reason of a later version as the word that programs read. */
export function FailReason({ reason }: { reason: string | null | undefined }) {
  const { language } = useLanguage()
  if (!reason) return null
  if (!Object.hasOwn(failReasonsFr, reason)) return <code>{reason}</code>
  return <span>{inWords(reason as Reason, language)}</span>
}

const inWords = (reason: Reason, language: Language): string =>
  language === 'fr' ? failReasonsFr[reason] : meaningOnEitherRail(reason)

/** All that there are, by what people read of them. */
export function useFailReasons(): readonly ComboOption[] {
  const { language } = useLanguage()
  return useMemo(
    () =>
      (Object.keys(failReasonsFr) as Reason[])
        .map((reason) => ({ value: reason, label: inWords(reason, language) }))
        .sort((one, other) => one.label.localeCompare(other.label, language)),
    [language],
  )
}
