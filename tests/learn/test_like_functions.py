"""Five like functions: one is edited, and the four others are offered right to the character.

Each case is three texts: before, after the edit of the first function, and with all of them
edited. What is offered on each line that is to change must be that line, and on all others nothing.
"""

from __future__ import annotations

import pytest

from honed.core.text import Text, decode, encode
from honed.suggest.rank import OFFER_AT
from tests.learn.one_example import learned, offers

PYTHON = (
    """import logging

log = logging.getLogger(__name__)


def load_user(name, host):
    log.info("load user %s from %s" % (name, host))
    return get(host, name)


def load_page(url):
    log.info("load page %s" % (url,))
    return get(url)


async def store_rows(table, rows, *, retries=3):
    if not rows:
        log.warning('nothing for "%s"' % (table.name,))
        return None
    label = "%s-%d" % (table.name, len(rows))
    return await put(table, rows, label)


class Cache:
    def drop(self, key, why, at):
        self.log.debug("drop %r: %s (%d of %d) at %.3f" % (key, why, self.n(), len(self), at))
        del self.rows[key]

    def miss(self, key):
        raise KeyError("no %s in %s" % (key, self.name))
""",
    {
        'log.info("load user %s from %s" % (name, host))': (
            'log.info("load user %s from %s", name, host)'
        ),
        'log.info("load page %s" % (url,))': 'log.info("load page %s", url)',
        "log.warning('nothing for \"%s\"' % (table.name,))": (
            "log.warning('nothing for \"%s\"', table.name)"
        ),
        'self.log.debug("drop %r: %s (%d of %d) at %.3f" % (key, why, self.n(), len(self), at))': (
            'self.log.debug("drop %r: %s (%d of %d) at %.3f", key, why, self.n(), len(self), at)'
        ),
    },
)
TYPESCRIPT = (
    """import { api } from "./api";

export function userUrl(id: string): string {
  return "/users/" + id;
}

export function pageUrl(site: Site, page: number): string {
  const base = site.host + "/" + site.lang;
  return base + "/pages/" + page + "?draft=" + site.isDraft;
}

export async function load(name: string): Promise<Row> {
  const row = await api.get('/rows/' + encodeURIComponent(name) + '/latest');
  if (!row) {
    throw new Error("no row " + name + ' in "' + api.base + '"');
  }
  const total = row.price + row.tax;
  return { ...row, total, note: "`" + name };
}

const label = (a: Item) => "Item " + a.items[0].title + "!";
""",
    {
        '"/users/" + id': "`/users/${id}`",
        'site.host + "/" + site.lang': "`${site.host}/${site.lang}`",
        'base + "/pages/" + page + "?draft=" + site.isDraft': (
            "`${base}/pages/${page}?draft=${site.isDraft}`"
        ),
        "'/rows/' + encodeURIComponent(name) + '/latest'": (
            "`/rows/${encodeURIComponent(name)}/latest`"
        ),
        """"no row " + name + ' in "' + api.base + '"'""": '`no row ${name} in "${api.base}"`',
        '"Item " + a.items[0].title + "!"': "`Item ${a.items[0].title}!`",
    },
)
GO = (
    """package store

import "fmt"

func Open(path string) (*Store, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %s", path, err)
	}
	return &Store{file: file}, nil
}

func (s *Store) Get(key string) (Row, error) {
	row, err := s.find(key, 3)
	if err != nil {
		return Row{}, fmt.Errorf("get: %s", err)
	}
	if row.kind != Plain {
		return Row{}, fmt.Errorf("row %s has kind %s", key, row.kind)
	}
	return row, nil
}

func (s *Store) Put(key string, rows ...Row) error {
	for at, row := range rows {
		if err := s.write(key, row); err != nil {
			return fmt.Errorf("%s: row %d of %s", err, at, key)
		}
		fmt.Printf("%s: %s\\n", key, row)
	}
	if err := s.file.Sync(); err != nil {
		return fmt.Errorf("sync %q after %d rows of %s: %s", s.file.Name(), len(rows), key, err)
	}
	return nil
}
""",
    {
        '"open %s: %s", path, err': '"open %s: %w", path, err',
        '"get: %s", err': '"get: %w", err',
        '"%s: row %d of %s", err, at, key': '"%w: row %d of %s", err, at, key',
        'of %s: %s", s.file.Name()': 'of %s: %w", s.file.Name()',
    },
)
JAVA = (
    """class OrderTest {
    @Test
    void total() {
        assertEquals(3, order.total());
    }

    @Test
    void name() {
        assertEquals("Ada, Countess", user.name(1, true));
        assertTrue(user.isKnown());
    }

    @Test
    void rows() {
        List<Row> rows = load("a", 2);
        assertEquals(2, rows.size());
        assertEquals(expected(rows, 0), rows.get(0).toString(), "first");
        assertEquals(rows.get(1), last(rows));
    }

    @Test
    void none() {
        assertEquals(null, find(-1));
    }
}
""",
    {
        "assertEquals(3, order.total())": "assertThat(order.total()).isEqualTo(3)",
        'assertEquals("Ada, Countess", user.name(1, true))': (
            'assertThat(user.name(1, true)).isEqualTo("Ada, Countess")'
        ),
        "assertEquals(2, rows.size())": "assertThat(rows.size()).isEqualTo(2)",
        "assertEquals(rows.get(1), last(rows))": "assertThat(last(rows)).isEqualTo(rows.get(1))",
        "assertEquals(null, find(-1))": "assertThat(find(-1)).isEqualTo(null)",
    },
)
RUST = (
    """use std::fs;

fn read(path: &str) -> Result<String, Error> {
    let text = fs::read_to_string(path).unwrap();
    Ok(text)
}

fn first(lines: &[String], sep: char) -> Result<u32, Error> {
    let line = lines.iter().next().unwrap();
    let n = line.split(sep).nth(1).unwrap_or("0");
    Ok(n.trim().parse().unwrap())
}

impl Store {
    fn put(&mut self, key: &str, row: Row) -> Result<(), Error> {
        self.rows.insert(key.to_owned(), row.check().unwrap());
        let total = self.count().unwrap() + 1;
        self.log(total)
    }
}
""",
    {
        "read_to_string(path).unwrap()": "read_to_string(path)?",
        "next().unwrap()": "next()?",
        "parse().unwrap()": "parse()?",
        "check().unwrap()": "check()?",
        "self.count().unwrap()": "self.count()?",
    },
)
KEYWORD = (
    """import requests


def user(name):
    return requests.get(API + "/users/" + name)


def search(text, page=1):
    found = requests.get(API + "/search", params={"q": text, "page": page})
    return [row["id"] for row in found.json()]


class Client:
    def send(self, rows):
        response = self.requests.get(
            self.base,
            json=rows,
        )
        response.raise_for_status()

    def ping(self):
        return requests.get(self.base).status_code == 200

    def drop(self, key):
        return requests.delete(self.base + key)
""",
    {
        '"/users/" + name)': '"/users/" + name, timeout=TIMEOUT)',
        'params={"q": text, "page": page})': 'params={"q": text, "page": page}, timeout=TIMEOUT)',
        "            json=rows,\n": "            json=rows,\n            timeout=TIMEOUT,\n",
        "requests.get(self.base).status": "requests.get(self.base, timeout=TIMEOUT).status",
    },
)
CASES = {
    "python: logging": ("python", *PYTHON),
    "typescript: templates": ("typescript", *TYPESCRIPT),
    "go: wrapped errors": ("go", *GO),
    "java: assertions": ("java", *JAVA),
    "rust: question marks": ("rust", *RUST),
    "python: a keyword": ("python", *KEYWORD),
}


@pytest.mark.parametrize(("language", "source", "changes"), CASES.values(), ids=CASES)
def test_one_edit_is_enough(language: str, source: str, changes: dict[str, str]) -> None:
    """The first change is made by the developer, the others are offered, and nothing else is."""
    (old, new), *others = changes.items()
    assert all(source.count(each) == 1 for each in changes)
    before, after = Text(encode(source)), Text(encode(source.replace(old, new)))
    index = learned(before, after, language)
    wanted = {
        after.line_at(after.data.index(encode(one))): decode(after.data).replace(one, other)
        for one, other in others
    }
    first = min(wanted)
    for line in range(after.line_count):
        said = [
            each for each in offers(index, after, language, line) if each.probability >= OFFER_AT
        ]
        if line in wanted:
            assert said, f"nothing is offered on {after.slice(after.line_span(line))!r}"
            assert said[0].text == wanted[line]
        elif said:
            # A statement of several lines is offered on each of them.
            assert said[0].text in wanted.values(), said[0].text.splitlines()[line]
            assert line > first
