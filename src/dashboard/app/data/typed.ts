/** What is typed somewhere on this page and is nowhere else yet, by whom it is typed into. */
const places = new Set<object>()

export const isTyped = (): boolean => places.size > 0

/** Until it is forgotten: what was typed there is saved or given up. */
export const noteTyped = (place: object) => void places.add(place)
export const forgetTyped = (place: object) => void places.delete(place)
