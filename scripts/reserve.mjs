#!/usr/bin/env node
import { boot } from './bootstrap.mjs'

await boot('scripts/command.ts')
