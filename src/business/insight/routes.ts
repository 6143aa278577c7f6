import { z } from 'zod'
import { api, inNetwork, page } from '../../foundation/http/route.ts'
import type { Route } from '../../foundation/http/route.ts'
import { findStatistics } from './queries.ts'
import { statistics, statisticsQuery, tableNames } from './schemas.ts'
import { csvOf } from './tables.ts'

const base = '/api/networks/:network_id/statistics'
const access = { kind: 'member', right: 'insight:read' } as const
const purpose = 'statistics'
const table = z.object({ file: z.enum(tableNames.map((name) => `${name}.csv` as const)) })

export const insightRoutes: Route[] = [
  api({
    method: 'GET',
    path: base,
    access,
    purpose,
    tag: 'statistics',
    summary: 'Figures on appointments between two local days, beside those of as many days before',
    params: inNetwork,
    query: statisticsQuery,
    response: statistics,
    handle: async (context, { query }) => findStatistics(context, query)
  }),
  page({
    method: 'GET',
    path: `${base}/:file`,
    access,
    purpose,
    rate: 60,
    params: inNetwork.extend(table.shape),
    query: statisticsQuery.extend({ lang: z.enum(['fr', 'en']).optional() }),
    async handle(context, { params, query, reply, t }) {
      const found = await findStatistics(context, query)
      const [name] = params.file.split('.') as [(typeof tableNames)[number]]
      return reply
        .type('text/csv; charset=utf-8')
        .header('cache-control', 'private, no-store')
        .header('content-disposition', `attachment; filename="${t('insight:file')}-${name}-${query.from}-${query.to}.csv"`)
        .send(csvOf(found, name, t, context.locale))
    }
  })
]
