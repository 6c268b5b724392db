import { type ReactNode, useState } from 'react'
import { useWrite } from '../data/queries.ts'
import { ConfirmDialog } from './dialog.tsx'
import { useToast } from './toasts.tsx'

type Deletion<Row> = {
  /** The list that it is deleted from. */
  list: string
  path(row: Row): string
  title(row: Row): string
  /** What will happen. */
  description: ReactNode
  /** The verb on the button. */
  confirm: string
  /** Said once it is done. */
  done: string
}

/**
 * Deletes a row of a list after a plain question. Returns what begins it, and the question to draw. A refusal
 * is shown in the question, and forgotten with it.
 */
export function useDeletion<Row>({ list, path, title, description, confirm, done }: Deletion<Row>) {
  const toast = useToast()
  const write = useWrite([list])
  const [doomed, setDoomed] = useState<Row>()
  const close = () => {
    setDoomed(undefined)
    write.reset()
  }
  const question = doomed !== undefined && (
    <ConfirmDialog
      open
      onClose={close}
      title={title(doomed)}
      description={description}
      confirm={confirm}
      look="bad"
      busy={write.isPending}
      error={write.error}
      onConfirm={() =>
        write.mutate(
          { path: path(doomed), method: 'DELETE' },
          {
            onSuccess: () => {
              close()
              toast({ title: done })
            },
          },
        )
      }
    />
  )
  return [setDoomed as (row: Row) => void, question] as const
}
