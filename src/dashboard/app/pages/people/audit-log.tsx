import { Button } from '../../parts/button.tsx'
import { useDownload } from '../../parts/use-download.ts'
import { useWords } from '../../words/words.ts'
import { AuditTable, useAuditQuery } from './audit-table.tsx'
import { auditPage } from './people-pages.ts'
import { peopleWords } from './people-words.ts'

/** Who did what in the company, newest first. */
export default function AuditLog() {
  const download = useDownload()
  const say = useWords(peopleWords)
  const query = useAuditQuery()
  const save = () => {
    const said = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]))
    download(`/audit/export?${new URLSearchParams(said)}`, 'audit-log.csv')
  }
  return (
    <AuditTable
      page={auditPage}
      path="/audit"
      actions={
        <Button icon="download" onClick={save}>
          {say.auditExport}
        </Button>
      }
    />
  )
}
