import { newId } from '../src/foundation/database/ids.ts'
import { openApiDocument } from '../src/foundation/http/openapi.ts'
import type { Operation } from '../src/foundation/http/openapi.ts'
import type { Room } from '../src/foundation/room.ts'

/** The part of JSON Schema that the OpenAPI document is written in. */
export type Schema = { type?: string | string[]; format?: string; pattern?: string; enum?: unknown[]; const?: unknown; anyOf?: Schema[]; oneOf?: Schema[]; properties?: Record<string, Schema>; required?: string[]; items?: Schema; minItems?: number; minimum?: number; minLength?: number; default?: unknown }

/** A route of the document; `body` is absent where it takes none. */
export type Try = { method: string; path: string; operation: Operation; body: Schema | undefined }

/** Every route that the rooms describe. */
export function operationsOf(rooms: readonly Room[]): Try[] {
  const document = openApiDocument(rooms.flatMap((room) => room.routes ?? []), 'http://localhost', '0')
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const body = (operation.requestBody as { content: { 'application/json': { schema: Schema } } } | undefined)?.content['application/json'].schema
      return { method, path, operation, body }
    })
  )
}

/** A path with its parameters put in; a new id where none is known. */
export function fill(path: string, values: Record<string, string>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? newId())
}

/**
 * A value that a schema accepts, with known ids wherever one is asked for.
 * @param ids by field name, such as `client_id`
 */
export function sample(schema: Schema, name: string, ids: Record<string, string>): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  const choice = (schema.anyOf ?? schema.oneOf)?.find((member) => member.type !== 'null')
  if (choice !== undefined) return sample(choice, name, ids)
  const type = typeOf(schema)
  if (type === 'object') {
    const wanted = Object.entries(schema.properties ?? {}).filter(([key]) => schema.required?.includes(key) === true || key in ids)
    return Object.fromEntries(wanted.map(([key, member]) => [key, sample(member, key, ids)]))
  }
  if (type === 'array') return Array.from({ length: Math.max(schema.minItems ?? 0, 1) }, () => sample(schema.items ?? {}, name.replace(/s$/, ''), ids))
  if (type === 'integer' || type === 'number') return Math.max(schema.minimum ?? 1, 1)
  if (type === 'boolean') return true
  if (schema.format === 'uuid' || name in ids) return ids[name] ?? newId()
  if (schema.format === 'date') return '2027-09-01'
  if (schema.format === 'date-time') return '2027-09-01T09:00:00Z'
  if (schema.format === 'email') return 'stranger@example.com'
  if (schema.pattern?.includes('T\\d{2}') === true) return '2027-09-01T09:00'
  return 'xxxxxx'.padEnd(schema.minLength ?? 0, 'x')
}

/** The type of a schema that is not a choice, null aside. */
export function typeOf({ type }: Schema): string | undefined {
  return Array.isArray(type) ? type.find((word) => word !== 'null') : type
}
