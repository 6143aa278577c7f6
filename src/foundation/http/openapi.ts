import { z } from 'zod'
import type { ApiRoute, Route } from './route.ts'

type JsonSchema = Record<string, unknown>
export type OpenApiDocument = { openapi: '3.1.0'; info: object; servers: object[]; tags: object[]; paths: Record<string, Record<string, Operation>>; components: object }
export type Operation = {
  operationId: string
  summary: string
  tags: string[]
  security: object[]
  parameters: { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: JsonSchema }[]
  requestBody?: object
  responses: Record<string, object>
  'x-right'?: string
}

/**
 * The OpenAPI 3.1 document of a list of routes, made from the same schemas that check
 * requests and answers.
 * @param publicUrl address of the server
 */
export function openApiDocument(routes: readonly Route[], publicUrl: string, version: string): OpenApiDocument {
  const described = routes.filter((route): route is ApiRoute => route.kind === 'api')
  const paths: OpenApiDocument['paths'] = {}
  for (const route of described) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Réserve', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' }, description: 'Appointments and stays for networks of local businesses. Instants are ISO 8601 in UTC, money is in minor units, refusals are RFC 9457 problems with a stable `code`.' },
    servers: [{ url: publicUrl }],
    tags: [...new Set(described.map((route) => route.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'reserve.session_token' } },
      schemas: { Problem: schemaOf(problemSchema, 'output') }
    }
  }
}

const problemSchema = z.object({
  type: z.string(),
  code: z.string(),
  status: z.number().int(),
  title: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional()
})

function operation(route: ApiRoute): Operation {
  const refusal = { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } }
  const open = route.access.kind === 'public' || route.access.kind === 'none'
  const body = route.body as z.ZodType | undefined
  return {
    operationId: `${route.method.toLowerCase()}${route.path.replace('/api', '').replaceAll(/[/:_-]+(\w)?/g, (_, letter: string | undefined) => (letter ?? '').toUpperCase())}`,
    summary: route.summary,
    tags: [route.tag],
    security: open ? [] : [{ session: [] }],
    parameters: [
      ...parametersOf(route.params, 'path'),
      ...parametersOf(route.query, 'query'),
      ...(route.method === 'GET' ? [] : [{ name: 'Idempotency-Key', in: 'header' as const, required: false, schema: { type: 'string', minLength: 8, maxLength: 200 } }])
    ],
    ...(body === undefined ? {} : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } } }),
    responses: {
      [String(route.status)]: { description: 'Done', content: { 'application/json': { schema: schemaOf(route.response as z.ZodType, 'output') } } },
      default: { description: ['Refused', ...(route.problems ?? []).map((code) => `\`${code}\``)].join(' · '), ...refusal }
    },
    ...(route.access.kind === 'member' ? { 'x-right': route.access.right } : {})
  }
}

function parametersOf(schema: unknown, where: 'path' | 'query'): Operation['parameters'] {
  if (schema === undefined) return []
  const { properties = {}, required = [] } = schemaOf(schema as z.ZodType, 'input') as { properties?: Record<string, JsonSchema>; required?: string[] }
  return Object.entries(properties).map(([name, member]) => ({ name, in: where, required: where === 'path' || required.includes(name), schema: member }))
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' })
  return rest
}
