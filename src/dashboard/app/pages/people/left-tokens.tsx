import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { partWords } from '../../words/part-words.ts'
import { useWords } from '../../words/words.ts'
import { tokensPage } from '../tokens/token-pages.ts'
import { questionWords } from './question-words.ts'

export type LeftToken = { identifier: string; name: string }

/** Which tokens go on that somebody who was removed has made, and the way to revoke them. */
export function LeftTokens(of: { name: string; tokens: LeftToken[]; onClose(): void }) {
  const ask = useWords(questionWords)
  const say = useWords(partWords)
  return (
    <Dialog
      open={of.tokens.length > 0}
      onClose={of.onClose}
      title={ask.leftTitle(of.name)}
      description={ask.leftSays}
    >
      <ul>
        {of.tokens.map(({ identifier, name }) => (
          <li key={identifier}>{name}</li>
        ))}
      </ul>
      <p>
        <PageLink to={tokensPage}>{ask.toTokens}</PageLink>
      </p>
      <footer className="row end">
        <Button onClick={of.onClose}>{say.close}</Button>
      </footer>
    </Dialog>
  )
}
