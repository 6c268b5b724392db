import { download } from '../data/download.ts'
import { useCompanyId } from '../data/session.tsx'
import { useProblemText } from './problem-text.tsx'
import { useToast } from './toasts.tsx'

/** Has the browser save a file of the company that is shown; why it could not is said. */
export function useDownload() {
  const company = useCompanyId()
  const toast = useToast()
  const text = useProblemText('read')
  return (path: string, fallbackName: string) => {
    download(path, company, fallbackName).catch((error) => toast({ title: text(error), tone: 'bad' }))
  }
}
