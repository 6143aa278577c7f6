import { boot } from './bootstrap.mjs'

await boot('scripts/serve.ts')
