import type { Leave } from './line.ts'

/** How many requests are under way, in all and of each company. */
export function openHeadCount() {
  const byCompany = new Map<string, number>()
  let all = 0
  return {
    all: () => all,
    companies: () => byCompany.size,
    of: (company: string) => byCompany.get(company) ?? 0,
    /** Who has entered leaves once, however often it says so. */
    enter(company: string): Leave {
      all += 1
      byCompany.set(company, (byCompany.get(company) ?? 0) + 1)
      let left = false
      return () => {
        if (left) return
        left = true
        all -= 1
        const others = byCompany.get(company)! - 1
        if (others === 0) byCompany.delete(company)
        else byCompany.set(company, others)
      }
    },
  }
}
