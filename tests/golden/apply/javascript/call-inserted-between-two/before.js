import fs from 'node:fs';
import path from 'node:path';

const COMMANDS = new Map();

function command(name, help, run) {
  COMMANDS.set(name, { help, run });
}

command('list', 'list all notes', ({ root }) => {
  for (const name of fs.readdirSync(root)) {
    console.log(name);
  }
});

command('show', 'print a note', ({ root }, name) => {
  const file = path.join(root, name);
  console.log(fs.readFileSync(file, 'utf8'));
});

command('remove', 'remove a note', ({ root }, name) => {
  const file = path.join(root, name);
  fs.unlinkSync(file);
});

command('help', 'print this', () => {
  for (const [name, { help }] of COMMANDS) {
    console.log(name.padEnd(10), help);
  }
});

export async function main([name = 'help', ...rest], options = {}) {
  const found = COMMANDS.get(name);
  if (!found) {
    console.error(`no command ${name}`);
    return 2;
  }
  const settings = { root: '.', ...options };
  await found.run(settings, ...rest);
  return 0;
}
