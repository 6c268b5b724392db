import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'
import { auditFiltersSchema, findAuditFilters } from './audit-filters.ts'

export const getAuditFilters = endpoint({
  operationId: 'get_audit_filters',
  method: 'GET',
  path: '/audit/filters',
  tag: 'Audit log',
  summary: 'Who and what is in the audit log',
  description: 'By what its lines can be chosen: everybody who did something, and each kind of thing done.',
  scope: 'audit:read',
  pathSchema: noPath,
  answers: { 200: { description: 'The choices', schema: auditFiltersSchema } },
  handle: async ({ db, companyId }) => ({ body: await findAuditFilters(db, companyId) }),
})
