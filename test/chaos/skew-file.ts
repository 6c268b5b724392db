/**
 * Where a process of this role finds by how many milliseconds its clock is wrong; the vault may read little
 * else than the folder of its socket.
 */
export const skewFile = (dataFolder: string, role: string) =>
  `${dataFolder}/${role === 'vault' ? 'vault/' : ''}clock-of-${role}`
