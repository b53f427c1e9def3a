import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Status } from '../src/protocol'
import { signOf } from '../src/sign'

const PROJECT = { folder: '/project', patterns: 3, trouble: '', off: [] }
const IDLE: Status = { queue: 0, workerTrouble: '', documentsOff: [], projects: [PROJECT] }

test('idle says what is known', () => {
  assert.match(signOf(IDLE, 'file:///a.py').tooltip, /knows 3 patterns/)
  const one = { ...IDLE, projects: [{ ...PROJECT, patterns: 1 }] }
  assert.match(signOf(one, undefined).tooltip, /knows 1 pattern$/)
})

test('learning turns', () => {
  assert.match(signOf({ ...IDLE, queue: 2 }, undefined).text, /spin/)
})

test('off says why', () => {
  const documentsOff = [{ uri: 'file:///a.py', why: 'the language python is off' }]
  assert.match(signOf({ ...IDLE, documentsOff }, 'file:///a.py').tooltip, /the language python is off/)
  assert.match(signOf({ ...IDLE, documentsOff }, 'file:///b.py').tooltip, /knows/)
  const off = [{ scope: 'everything', value: '', source: 'a command' }]
  assert.match(signOf({ ...IDLE, projects: [{ ...PROJECT, off }] }, undefined).tooltip, /everything is off/)
})

test('trouble is an error, and so is no server', () => {
  const broken = { ...IDLE, projects: [{ ...PROJECT, trouble: 'the disk is full' }] }
  assert.deepEqual([signOf(broken, undefined).isError, signOf(undefined, undefined).isError], [true, true])
  assert.match(signOf(broken, undefined).tooltip, /the disk is full/)
  assert.equal(signOf(IDLE, undefined).isError, false)
})
