/**
 * A list as a table that becomes cards on a phone. Its rows are links; `j` and `k` go down and up, Enter
 * opens, `x` selects. Which columns are shown is remembered. Long lists draw the rows that are on the screen
 * only.
 */
import {
  columnVisibilityFeature,
  createColumnHelper,
  type RowSelectionState,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import type { List } from '../data/queries.ts'
import { partWords } from '../words/part-words.ts'
import { useWords } from '../words/words.ts'
import { Button } from './button.tsx'
import { useCards } from './cards.ts'
import { ColumnChoice, useColumnChoice } from './column-choice.tsx'
import { Checkbox } from './field.tsx'
import { HeldRows, useHeldRows } from './held-rows.ts'
import { useRowKeys } from './row-keys.ts'
import { useRowWindow } from './row-window.ts'
import { ErrorState, Skeleton } from './states.tsx'

export type Column<Row> = {
  id: string
  head: string
  cell: (row: Row) => ReactNode
  /** Amounts and counts stand at the end, digits below each other. */
  align?: 'end'
  /** Sentences: on a phone they stand below their column's name, over the whole width. */
  long?: true
  /** Buttons: on a phone they say by themselves what they are. */
  deed?: boolean
  /** Shown only once somebody chooses it. */
  hidden?: boolean
}

type Props<Row> = {
  /** Names the table for what is remembered of it. */
  id: string
  /** What the rows are, for a screen reader: `Contacts`. */
  label: string
  columns: readonly Column<Row>[]
  list: List<Row>
  rowKey: (row: Row) => string
  /** The first column is a link to it: `<PageLink …>` around what it says. The whole row takes the click. */
  link?: (row: Row, said: ReactNode) => ReactNode
  /** What is shown where there are no rows: why, and what to do. */
  empty: ReactNode
  /** What can be done with the selected rows; with it, rows can be selected. */
  bulk?: (rows: readonly Row[], clear: () => void) => ReactNode
  /** Which rows can be selected; without it all. */
  selectable?: (row: Row) => boolean
  /** Between filters and table: a sum, a link, a button. */
  beside?: ReactNode
}

const features = tableFeatures({ columnVisibilityFeature, rowSelectionFeature })

export function DataTable<Row>({
  id,
  label,
  columns,
  list,
  rowKey,
  link,
  empty,
  bulk,
  selectable,
  beside,
}: Props<Row>) {
  const say = useWords(partWords)
  const choice = useColumnChoice(id, columns)
  const [rowSelection, setRowSelection] = useState<RowSelectionState>({})
  const body = useRef<HTMLTableSectionElement>(null)
  const tableColumns = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row & object>()
    return columns.map((column) => helper.display({ id: column.id, header: column.head }))
  }, [columns])
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns])
  const held = useHeldRows(list.rows)
  const table = useTable({
    features,
    columns: tableColumns,
    data: held.rows as (Row & object)[],
    getRowId: rowKey,
    enableRowSelection: ({ original }) => selectable?.(original) ?? true,
    state: { columnVisibility: choice.visible, rowSelection },
    onRowSelectionChange: setRowSelection,
    onColumnVisibilityChange: () => undefined,
  })
  const rows = table.getRowModel().rows
  const { shown, above, below } = useRowWindow(body, rows)
  const look = useCards(columns.some(({ id, long }) => long && choice.visible[id] !== false))
  const onKeyDown = useRowKeys(body, list)
  const selected = table.getSelectedRowModel().rows.map((row) => row.original)
  const clear = () => setRowSelection({})

  if (list.error && rows.length === 0) return <ErrorState error={list.error} retry={list.refetch} />
  if (list.isPending) return <Skeleton lines={8} />
  if (rows.length === 0) return empty
  const first = table.getVisibleLeafColumns()[0]?.id
  return (
    <HeldRows value={held.hold}>
      <div className={`table-frame ${list.isStale ? 'stale' : ''}`}>
        <div className="row spread table-tools">
          <div className="row">
            {bulk && selected.length > 0 ? (
              <>
                <strong>{say.selected(selected.length)}</strong>
                {bulk(selected, clear)}
                <Button look="plain" onClick={clear}>
                  {say.clearSelection}
                </Button>
              </>
            ) : (
              <span className="soft">
                {say.shown(rows.length)}
                {list.hasMore && '+'}
              </span>
            )}
          </div>
          <div className="row">
            {beside}
            <ColumnChoice {...choice} columns={columns} />
          </div>
        </div>
        <table
          className={look}
          aria-label={label}
          aria-rowcount={list.hasMore ? -1 : rows.length + 1}
          onKeyDown={onKeyDown}
        >
          <thead>
            <tr aria-rowindex={1}>
              {bulk && (
                <th className="pick">
                  <Checkbox
                    quiet
                    label={say.selectAll}
                    checked={table.getIsAllRowsSelected()}
                    onChange={table.getToggleAllRowsSelectedHandler()}
                  />
                </th>
              )}
              {table.getVisibleLeafColumns().map(({ id }) => (
                <th key={id} scope="col" className={byId.get(id)?.align}>
                  {byId.get(id)?.head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody ref={body}>
            {above > 0 && (
              <tr className="space" style={{ height: above }}>
                <td />
              </tr>
            )}
            {shown.map(({ row, index }) => (
              <tr
                key={row.id}
                data-row={index}
                aria-rowindex={index + 2}
                data-selected={row.getIsSelected() || undefined}
              >
                {bulk && (
                  <td className="pick">
                    {row.getCanSelect() && (
                      <Checkbox
                        quiet
                        label={say.selectRow(row.id)}
                        checked={row.getIsSelected()}
                        onChange={row.getToggleSelectedHandler()}
                      />
                    )}
                  </td>
                )}
                {row.getVisibleCells().map(({ column }) => {
                  const { head, align, long, deed, cell } = byId.get(column.id)!
                  const said = cell(row.original)
                  return (
                    <td
                      key={column.id}
                      data-head={head}
                      className={`${align ?? ''} ${long ? 'long' : ''} ${deed ? 'deed' : ''} ${column.id === first ? 'first' : ''}`}
                    >
                      {link && column.id === first ? link(row.original, said) : said}
                    </td>
                  )
                })}
              </tr>
            ))}
            {below > 0 && (
              <tr className="space" style={{ height: below }}>
                <td />
              </tr>
            )}
          </tbody>
        </table>
        {list.error && <ErrorState error={list.error} retry={list.more} />}
        {list.hasMore && (
          <Button className="more" busy={list.isLoadingMore} onClick={list.more}>
            {say.more}
          </Button>
        )}
      </div>
    </HeldRows>
  )
}
