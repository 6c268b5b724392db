/** The roles in a company, as the API names them. */
export const roleNames = ['owner', 'admin', 'developer', 'support', 'viewer'] as const
export type Role = (typeof roleNames)[number]
