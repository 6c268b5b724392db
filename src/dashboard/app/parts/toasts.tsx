import { Toast } from '@base-ui/react/toast'
import { type ReactNode, useCallback } from 'react'
import { partWords } from '../words/part-words.ts'
import { useWords } from '../words/words.ts'
import { Button } from './button.tsx'

/** Long enough to read a line and to take it back. */
const SHOWN_MS = 8_000

type Said = { title: string; text?: string; tone?: 'good' | 'bad'; undo?: () => void }

/**
 * Says what was done, or could not be. `undo` takes it back, where no money moves: say it right after the
 * write, and let `undo` write the opposite.
 */
export function useToast() {
  const manager = Toast.useToastManager()
  return useCallback(
    ({ title, text, tone = 'good', undo }: Said) => {
      manager.add({
        title,
        description: text,
        type: tone,
        timeout: SHOWN_MS,
        priority: tone === 'bad' ? 'high' : 'low',
        data: { undo },
      })
    },
    [manager.add],
  )
}

function Toasts() {
  const { toasts, close } = Toast.useToastManager<{ undo?: () => void }>()
  const say = useWords(partWords)
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className={`toast ${toast.type ?? ''}`}
      swipeDirection={['right', 'down']}
    >
      <Toast.Content className="toast-content">
        <div>
          <Toast.Title className="toast-title" />
          <Toast.Description />
        </div>
        {toast.data?.undo && (
          <Button
            icon="undo"
            onClick={() => {
              toast.data?.undo?.()
              close(toast.id)
            }}
          >
            {say.undo}
          </Button>
        )}
        <Toast.Close render={<Button look="plain" icon="close" iconOnly />}>{say.close}</Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const say = useWords(partWords)
  return (
    <Toast.Provider>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="toasts" aria-label={say.notifications}>
          <Toasts />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}
