import { useEffect, useState } from 'react'

/** How long after the last key somebody is taken to have typed what they want. */
const TYPED_MS = 200

/** What was typed, once the typing rests: what is asked of the server, once and not at each key. */
export function useRested(typed: string): string {
  const [rested, setRested] = useState(typed)
  useEffect(() => {
    const timer = setTimeout(setRested, TYPED_MS, typed)
    return () => clearTimeout(timer)
  }, [typed])
  return rested
}
