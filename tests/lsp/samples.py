"""Files of five like functions: one is changed by typing, the others differ in every word."""

from __future__ import annotations

import attrs


@attrs.frozen
class Sample:
    """A file, the edit typed into it, the edits wanted elsewhere, and lines to leave alone."""

    name: str
    language: str
    text: str
    typed: tuple[str, str]
    others: tuple[tuple[str, str], ...]
    quiet: tuple[str, ...] = ()


PYTHON = Sample(
    name="service.py",
    language="python",
    text="""import logging

log = logging.getLogger(__name__)


def login(user, host):
    log.info("user %s came from %s" % (user, host))


def logout(user):
    log.info("user %s left after %d s" % (user.name, user.seconds))


def fail(code, path):
    log.warning("error %d in %s" % (code, path))


def load(path, size, kind):
    log.info("loaded %s: %d bytes of %s" % (path, size, kind))


def save(path):
    log.error('could not save %s, %s' % (path, path.reason()))


def label(one, two):
    return "%s and %s" % (one, two)
""",
    typed=('"user %s came from %s" % (user, host))', '"user %s came from %s", user, host)'),
    others=(
        (
            '"user %s left after %d s" % (user.name, user.seconds))',
            '"user %s left after %d s", user.name, user.seconds)',
        ),
        ('"error %d in %s" % (code, path))', '"error %d in %s", code, path)'),
        (
            '"loaded %s: %d bytes of %s" % (path, size, kind))',
            '"loaded %s: %d bytes of %s", path, size, kind)',
        ),
        (
            "'could not save %s, %s' % (path, path.reason()))",
            "'could not save %s, %s', path, path.reason())",
        ),
    ),
    quiet=('return "%s and %s"', "def login", "import logging"),
)

TYPESCRIPT = Sample(
    name="greet.ts",
    language="typescript",
    text="""export function greet(name: string): string {
  return "Hello " + name + "!";
}

export function bye(user: User): string {
  return "Good bye " + user.name + ", come back";
}

export function missing(id: number): Error {
  return new Error("no user " + id + " here");
}

export function link(path: string): string {
  return 'see ' + encode(path) + ' for more';
}

export function total(cart: Cart): string {
  return "total: " + cart.sum() + " EUR";
}

export function add(one: number, two: number): number {
  return one + two + 1;
}
""",
    typed=('"Hello " + name + "!"', "`Hello ${name}!`"),
    others=(
        ('"Good bye " + user.name + ", come back"', "`Good bye ${user.name}, come back`"),
        ('"no user " + id + " here"', "`no user ${id} here`"),
        ("'see ' + encode(path) + ' for more'", "`see ${encode(path)} for more`"),
        ('"total: " + cart.sum() + " EUR"', "`total: ${cart.sum()} EUR`"),
    ),
    quiet=("return one + two", "export function bye"),
)

GO = Sample(
    name="store.go",
    language="go",
    text="""package store

import "fmt"

func open(path string) error {
	if err := touch(path); err != nil {
		return fmt.Errorf("open %s: %s", path, err)
	}
	return nil
}

func read(name string, n int) error {
	if err := fill(name, n); err != nil {
		return fmt.Errorf("read %d bytes of %s: %s", n, name, err)
	}
	return nil
}

func write(f *File) error {
	if err := f.flush(); err != nil {
		return fmt.Errorf("write: %s", err)
	}
	return nil
}

func closeAll(files []*File) error {
	for _, f := range files {
		if err := f.Close(); err != nil {
			return fmt.Errorf("close %q (%s): %s", f.name, f.kind, err)
		}
	}
	return nil
}

func remove(dir, name string) error {
	if err := unlink(dir, name); err != nil {
		return fmt.Errorf("cannot remove %s from %s: %s", name, dir, err)
	}
	return nil
}

func show(name string) {
	fmt.Printf("store %s", name)
}
""",
    typed=('"open %s: %s"', '"open %s: %w"'),
    others=(
        ('"read %d bytes of %s: %s"', '"read %d bytes of %s: %w"'),
        ('"write: %s"', '"write: %w"'),
        ('"close %q (%s): %s"', '"close %q (%s): %w"'),
        ('"cannot remove %s from %s: %s"', '"cannot remove %s from %s: %w"'),
    ),
    quiet=("fmt.Printf", "func open", "return nil"),
)

ALL = (PYTHON, TYPESCRIPT, GO)
