import { ConfigError, readConfig } from './config.ts'
import { seedDemo } from './demo/seed.ts'
import { openHouse, serveHouse, workHouse } from './house.ts'

/** The server: opens the house, listens, works, and stops cleanly when told to. */
try {
  const config = readConfig(process.env)
  const house = await openHouse(config)
  await seedDemo(house)
  const server = await serveHouse(house)
  await server.listen({ port: config.PORT, host: config.HOST })
  const worker = config.RESERVE_WORKER ? await workHouse(house) : undefined
  house.log.info({ address: config.publicUrl }, 'listening')
  // The parent that started us waits for this word to print the addresses.
  process.send?.('listening')

  let stopping = false
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return
    stopping = true
    house.log.info({ signal }, 'stopping')
    await server.close()
    await worker?.stop()
    await house.close()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal))
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(1)
}
