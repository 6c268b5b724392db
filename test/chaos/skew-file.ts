/** Where a process of this role finds by how many milliseconds its clock is wrong. */
export const skewFile = (dataFolder: string, role: string) => `${dataFolder}/clock-of-${role}`
