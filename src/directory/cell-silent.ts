/** A cell that might know does not answer: nobody can say that something is unknown. */
export class CellSilent extends Error {}
