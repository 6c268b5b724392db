import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'

type Tab = { id: string; title: string; panel: ReactNode }

/** Several views of one thing; `value` and `onChange` keep the chosen one in the address (a filter). */
export function Tabs({
  tabs,
  label,
  value = tabs[0]?.id ?? '',
  onChange,
}: {
  tabs: readonly Tab[]
  label: string
  value?: string | undefined
  onChange(id: string): void
}) {
  return (
    <Base.Root value={value} onValueChange={(id) => onChange(String(id))} className="tabs">
      <Base.List className="tab-list" aria-label={label}>
        {tabs.map(({ id, title }) => (
          <Base.Tab key={id} value={id} className="tab">
            {title}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map(({ id, panel }) => (
        <Base.Panel key={id} value={id} className="tab-panel">
          {panel}
        </Base.Panel>
      ))}
    </Base.Root>
  )
}
