import { Menu } from '@base-ui/react/menu'
import { useMemo, useState } from 'react'
import { read, write } from '../data/remembered.ts'
import { partWords } from '../words/part-words.ts'
import { useWords } from '../words/words.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'

type Column = { id: string; head: string; hidden?: boolean }
type Visible = Record<string, boolean>

/** Which columns of a table are shown; remembered in this browser under the table's name. */
export function useColumnChoice(table: string, columns: readonly Column[]) {
  const [chosen, setChosen] = useState<Visible>(() => {
    try {
      return JSON.parse(read(`columns:${table}`) ?? '{}') as Visible
    } catch {
      return {}
    }
  })
  const visible = useMemo(
    () => Object.fromEntries(columns.map(({ id, hidden }) => [id, chosen[id] ?? !hidden])),
    [columns, chosen],
  )
  const set = (id: string, shown: boolean) => {
    const next = { ...chosen, [id]: shown }
    setChosen(next)
    write(`columns:${table}`, JSON.stringify(next))
  }
  return { visible, set }
}

/** The menu; the first column has the row's link and stays. */
export function ColumnChoice({
  columns,
  visible,
  set,
}: {
  columns: readonly Column[]
  visible: Visible
  set(id: string, shown: boolean): void
}) {
  const say = useWords(partWords)
  return (
    <Menu.Root>
      <Menu.Trigger render={<Button look="plain" icon="columns" />}>{say.columns}</Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end">
          <Menu.Popup className="menu">
            {columns.slice(1).map(({ id, head }) => (
              <Menu.CheckboxItem
                key={id}
                className="menu-item"
                checked={visible[id] ?? true}
                onCheckedChange={(shown) => set(id, shown)}
                closeOnClick={false}
              >
                <span className="menu-mark">
                  <Menu.CheckboxItemIndicator>
                    <Icon name="check" size={16} />
                  </Menu.CheckboxItemIndicator>
                </span>
                {head}
              </Menu.CheckboxItem>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
