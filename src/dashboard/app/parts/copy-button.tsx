import { useState } from 'react'
import { partWords } from '../words/part-words.ts'
import { useWords } from '../words/words.ts'
import { useAnnounce } from './announcer.tsx'
import { Button } from './button.tsx'
import { useToast } from './toasts.tsx'

/** How long it says that it was done. */
const SAID_MS = 2_000

/** Copies `text`; `name` says what it is, for those who do not see where the button stands. */
export function CopyButton({ text, name }: { text: string; name?: string }) {
  const say = useWords(partWords)
  const announce = useAnnounce()
  const toast = useToast()
  const [done, setDone] = useState(false)
  const copy = async () => {
    try {
      // There is none where the page came without TLS; and a browser may refuse, or be asked and denied.
      await navigator.clipboard.writeText(text)
    } catch {
      return toast({ title: say.notCopied, text, tone: 'bad' })
    }
    announce(say.copied)
    setDone(true)
    setTimeout(setDone, SAID_MS, false)
  }
  return (
    <Button look="plain" icon={done ? 'check' : 'copy'} iconOnly onClick={() => void copy()}>
      {name ? `${say.copy}: ${name}` : say.copy}
    </Button>
  )
}
