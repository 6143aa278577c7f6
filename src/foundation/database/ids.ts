/** A UUIDv7 (RFC 9562): sorts by time of making. */
export { randomUUIDv7 as newId } from 'node:crypto'
