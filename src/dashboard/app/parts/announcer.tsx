import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'

const context = createContext<(text: string) => void>(() => undefined)

/**
 * Says something to a screen reader that the eye sees anyway: a new page, what was copied, rows that came.
 */
export const useAnnounce = () => useContext(context)

export function Announcer({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ text: '', times: 0 })
  const announce = useCallback((text: string) => setSaid(({ times }) => ({ text, times: times + 1 })), [])
  return (
    <context.Provider value={announce}>
      {children}
      <div className="unseen" role="status">
        {/* The same text again is read again only where the element is another. */}
        <span key={said.times}>{said.text}</span>
      </div>
    </context.Provider>
  )
}
