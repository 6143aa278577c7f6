import { boot } from './bootstrap.mjs'

await boot('bench/main.ts')
