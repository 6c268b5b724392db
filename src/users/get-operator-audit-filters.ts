import { z } from 'zod'
import { PLATFORM } from '../companies/company.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath, uuid } from '../http/schema.ts'
import { auditFiltersSchema, findAuditFilters } from './audit-filters.ts'

export const getOperatorAuditFilters = endpoint({
  operationId: 'get_operator_audit_filters',
  method: 'GET',
  path: '/operator/audit/filters',
  tag: 'Operator',
  summary: 'Who and what is in an audit log',
  description:
    'Of one company; without it of the platform, whose log has each person who has signed in and what operators did.',
  scope: 'operator:read',
  pathSchema: noPath,
  querySchema: z.strictObject({ company_id: uuid.optional() }),
  answers: { 200: { description: 'The choices', schema: auditFiltersSchema } },
  handle: async ({ db, query }) => ({ body: await findAuditFilters(db, query.company_id ?? PLATFORM) }),
})
