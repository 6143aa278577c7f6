import { boot } from './bootstrap.mjs'

await boot('scripts/suite.ts')
