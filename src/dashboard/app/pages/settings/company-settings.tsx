import { useRead } from '../../data/queries.ts'
import { useMay } from '../../data/session.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { Loaded } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { Branding } from './branding.tsx'
import type { Company } from './company.ts'
import { CompanyForm } from './company-form.tsx'
import { companySettingsPage } from './settings-pages.ts'
import { settingsWords } from './settings-words.ts'

/** What the company says of itself, and how its payment pages look. */
export default function CompanySettings() {
  const say = useWords(settingsWords)
  const { language } = useLanguage()
  const mayWrite = useMay()('company:write')
  const company = useRead<Company>('/company')
  return (
    <div className="stack">
      <PageHeader title={companySettingsPage.title[language]}>{!mayWrite && say.mayNot}</PageHeader>
      <Loaded of={company}>
        {(company) => (
          <>
            <CompanyForm company={company} mayWrite={mayWrite} />
            <Branding company={company} mayWrite={mayWrite} />
          </>
        )}
      </Loaded>
    </div>
  )
}
