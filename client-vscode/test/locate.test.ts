import assert from 'node:assert/strict'
import { test } from 'node:test'

import { findPython, findServer, interpreterOf, isEnough, parseVersion, type World } from '../src/locate'

/** A machine with programs on PATH, each with what it prints. */
function machine(programs: Record<string, string>): World {
  return {
    which: (name) => Promise.resolve(`/bin/${name}` in programs ? `/bin/${name}` : undefined),
    exists: (path) => Promise.resolve(path in programs),
    output: (program) => Promise.resolve(programs[program]),
  }
}

test('a version is read as Python prints it', () => {
  assert.deepEqual(parseVersion('3.12\n'), [3, 12])
  for (const text of ['', 'Python 3.12', '3', '3.12.1', '3.12 extra']) {
    assert.equal(parseVersion(text), undefined)
  }
})

test('3.11 and newer is enough', () => {
  assert.ok(isEnough([3, 11]) && isEnough([3, 20]) && isEnough([4, 0]))
  assert.ok(!isEnough([3, 10]) && !isEnough([2, 99]) && !isEnough(undefined))
})

test('the first Python that is new enough is taken', async () => {
  const found = machine({ '/bin/python3': '3.9', '/bin/python3.12': '3.12', '/bin/python': '3.13' })
  assert.equal(await findPython(found, '', 'linux'), '/bin/python3.12')
})

test('noop: none is taken where all are too old, or print something else', async () => {
  const found = machine({ '/bin/python3': '3.9', '/bin/python': 'The Store opens.' })
  assert.equal(await findPython(found, '', 'win32'), undefined)
})

test('the Python that the user names is the only one', async () => {
  const found = machine({ '/opt/python': '3.13', '/bin/python3': '3.12', '/opt/old': '3.8' })
  assert.equal(await findPython(found, '/opt/python', 'linux'), '/opt/python')
  assert.equal(await findPython(found, 'python3', 'linux'), '/bin/python3')
  assert.equal(await findPython(found, '/opt/old', 'linux'), undefined)
})

test('a server: what the user says, then PATH, then our environment', async () => {
  const python = interpreterOf('/env', 'linux')
  const all = machine({ '/bin/honed': '', [python]: 'ok\n' })
  const said = ['uvx', 'honed']
  assert.deepEqual(await findServer(all, said, '/env', 'linux'), { program: 'uvx', args: ['honed'] })
  assert.deepEqual(await findServer(all, [], '/env', 'linux'), { program: '/bin/honed', args: [] })
  const ours = machine({ [python]: 'ok\n' })
  assert.deepEqual(await findServer(ours, [], '/env', 'linux'), { program: python, args: ['-m', 'honed'] })
})

test('noop: an environment without honed in it is none', async () => {
  const python = interpreterOf('/env', 'linux')
  assert.equal(await findServer(machine({ [python]: '' }), [], '/env', 'linux'), undefined)
  assert.equal(await findServer(machine({}), [], '/env', 'linux'), undefined)
})

test('an interpreter lies elsewhere on Windows', () => {
  assert.equal(interpreterOf('C:\\env', 'win32'), 'C:\\env\\Scripts\\python.exe')
})
