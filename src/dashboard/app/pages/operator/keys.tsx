import { useRead } from '../../data/queries.ts'
import { DescriptionList, Panel } from '../../parts/description-list.tsx'
import { Moment } from '../../parts/moment.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { Badge } from '../../parts/state-badge.tsx'
import { EmptyState, Loaded } from '../../parts/states.tsx'
import { useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { fileWords } from './file-words.ts'
import { keysPage } from './operator-pages.ts'
import { operatorWords } from './operator-words.ts'

type Key = {
  name: string
  use: 'seals' | 'signs_deliveries'
  algorithm: string
  state: 'in_use' | 'to_come' | 'retired'
  made_at: string
  place: 'key_file' | 'database' | 'destroyed'
  file: string | null
}

/** Which keys the main side has, what for, since when and in use or not; never a key. */
export default function Keys() {
  const say = useWords(fileWords)
  const both = useWords(operatorWords)
  const { language } = useLanguage()
  const read = useRead<{ data: readonly Key[] }>('/operator/keys')
  return (
    <div className="stack">
      <PageHeader title={keysPage.title[language]}>{say.keysNext}</PageHeader>
      <Loaded of={read}>
        {({ data }) =>
          data.length === 0 ? (
            <EmptyState icon="key" title={both.noneOfThese}>
              {say.keysCalm}
            </EmptyState>
          ) : (
            data.map(({ name, state, use, algorithm, place, file, made_at }) => (
              <Panel
                key={name}
                title={name}
                actions={<Badge tone={state === 'in_use' ? 'good' : 'calm'}>{say.states[state]}</Badge>}
              >
                <DescriptionList
                  items={[
                    [say.use, say.uses[use]],
                    [say.algorithm, algorithm],
                    [say.kept, [say.places[place], file].filter(Boolean).join(' ')],
                    [both.since, <Moment key="since" at={made_at} look="fixed" />],
                  ]}
                />
              </Panel>
            ))
          )
        }
      </Loaded>
    </div>
  )
}
