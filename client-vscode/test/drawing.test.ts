import assert from 'node:assert/strict'
import { test } from 'node:test'

import { applied, drawn, fence, isHere, oneLine } from '../src/drawing'
import type { TextEdit } from '../src/protocol'

function edit(line: number, start: number, end: number, newText: string, lastLine = line): TextEdit {
  return { range: { start: { line, character: start }, end: { line: lastLine, character: end } }, newText }
}

test('an edit is drawn on its line', () => {
  assert.deepEqual(drawn([edit(2, 4, 6, ',')], () => 20), [{ line: 2, start: 4, end: 6, added: ',' }])
})

test('one over several lines is drawn on the first, to its end', () => {
  const several = edit(2, 4, 1, 'a\n  b', 4)
  assert.deepEqual(drawn([several], () => 20), [{ line: 2, start: 4, end: 20, added: 'a ⏎' }])
})

test('noop: no edits draw nothing', () => {
  assert.deepEqual(drawn([], () => 20), [])
})

test('long texts are cut between characters', () => {
  assert.equal(oneLine('👩‍💻'.repeat(10), 3), '👩‍💻👩‍💻…')
  assert.equal(oneLine('short', 5), 'short')
  assert.equal(oneLine('\n\n  x\ty\n'), '  x  y ⏎')
})

test('edits are applied from the end', () => {
  const text = 'ab\ncd\n'
  const offsetAt = (line: number, character: number): number => line * 3 + character
  assert.equal(applied(text, [edit(0, 0, 1, 'x'), edit(1, 1, 2, '')], offsetAt), 'xb\nc\n')
  assert.equal(applied(text, [], offsetAt), text)
})

test('here is any line of an edit', () => {
  const edits = [edit(2, 0, 0, '', 4), edit(9, 0, 1, '')]
  assert.deepEqual([1, 2, 3, 4, 5, 9].map((line) => isHere(edits, line)), [false, true, true, true, false, true])
})

test('a fence is longer than what it holds', () => {
  assert.equal(fence('plain'), '```')
  assert.equal(fence('a ```` b'), '`````')
})
