import assert from 'node:assert/strict'
import { test } from 'node:test'

import { setByUser } from '../src/settings'

test('a folder adds to lists, and switches off', () => {
  const known = {
    learn: { globalValue: true, workspaceValue: false },
    exclude: { globalValue: ['a', 'b'], workspaceValue: ['b', 'c'] },
  }
  const found = setByUser(Object.keys(known), (name) => known[name as keyof typeof known])
  assert.deepEqual(found, { learn: false, exclude: ['a', 'b', 'c'] })
})

test('noop: a folder switches nothing on', () => {
  const known = { globalValue: false, workspaceValue: true, workspaceFolderValue: true }
  assert.deepEqual(setByUser(['enabled'], () => known), { enabled: false })
})

test('noop: what nobody set is not sent, nor what is the extension\'s own', () => {
  const defaults = { defaultValue: true } as object
  assert.deepEqual(setByUser(['enabled', 'unknown'], (name) => (name === 'enabled' ? defaults : undefined)), {})
  assert.deepEqual(setByUser(['server.python'], () => ({ globalValue: 'python3' })), {})
})
