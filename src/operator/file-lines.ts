import { z } from 'zod'
import { listQuery } from '../http/list.ts'
import { queryInteger } from '../http/query.ts'

/** PostgreSQL's integer, which a line's number is. */
const LINE_MAX = 2_147_483_647

/** Of a list of a file's lines, from the first on. */
export const linesQuery = listQuery.extend({
  cursor: queryInteger(0, LINE_MAX, 'must be the next_cursor of a page')
    .optional()
    .meta({ description: '`next_cursor` of the page before: the number of its last line', examples: [20] }),
  from_line: queryInteger(1, LINE_MAX, 'must be the number of a line, from 1')
    .optional()
    .meta({ description: 'The first line of the first page', examples: [3] }),
})

/** Lines beyond this one belong to the page. */
export const afterLine = ({ cursor, from_line = 1 }: z.infer<typeof linesQuery>) => cursor ?? from_line - 1

export const linesOf = (line: z.ZodType) =>
  z.object({ data: z.array(line), next_cursor: z.string().nullable() }).meta({ id: `${line.meta()?.id}Page` })
