import '../../styles/developers.css'
import { useFilters } from '../../data/filters.ts'
import { useMay } from '../../data/session.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { SandboxClock } from './sandbox-clock.tsx'
import { SandboxFaults } from './sandbox-faults.tsx'
import { SandboxMail } from './sandbox-mail.tsx'
import { TestAccounts, TestCards } from './sandbox-numbers.tsx'
import { sandboxFilters, sandboxPage } from './sandbox-pages.ts'
import { SandboxTrigger } from './sandbox-trigger.tsx'
import { sandboxWords } from './sandbox-words.ts'

/** What the demo can be told. */
export default function Sandbox() {
  const say = useWords(sandboxWords)
  const { language } = useLanguage()
  const mayWrite = useMay()('company:write')
  const { values, set } = useFilters(sandboxFilters)
  return (
    <div className="stack">
      <PageHeader title={sandboxPage.title[language]}>
        {say.intro} {!mayWrite && say.mayNot}
      </PageHeader>
      <Tabs
        label={say.views}
        value={values.view ?? 'clock'}
        onChange={(view) => set({ view: view as typeof values.view })}
        tabs={[
          { id: 'clock', title: say.clock, panel: <SandboxClock /> },
          { id: 'cards', title: say.cards, panel: <TestCards /> },
          { id: 'accounts', title: say.accounts, panel: <TestAccounts /> },
          { id: 'faults', title: say.faults, panel: <SandboxFaults /> },
          { id: 'mail', title: say.mail, panel: <SandboxMail /> },
          { id: 'trigger', title: say.trigger, panel: <SandboxTrigger /> },
        ]}
      />
    </div>
  )
}
