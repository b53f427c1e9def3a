from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Iterable, overload

from shop.errors import OutOfStock
from shop.store import Store


@dataclass
class Article:
    """One article of the catalogue."""

    sku: str
    price: Decimal
    stock: int = 0
    tags: list[str] = field(default_factory=list)

    @property
    def is_sold_out(self) -> bool:
        return self.stock == 0

    @classmethod
    def from_row(cls, row: dict[str, str]) -> Article:
        return cls(row["sku"], Decimal(row["price"]), int(row["stock"]))

    def take(self, count: int) -> None:
        if count > self.stock:
            raise OutOfStock(self.sku, count)
        self.stock -= count


class Catalogue:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.articles: dict[str, Article] = {}

    @overload
    def find(self, key: str) -> Article | None: ...

    @overload
    def find(self, key: int) -> Article: ...

    def find(self, key: str | int) -> Article | None:
        if isinstance(key, int):
            return list(self.articles.values())[key]
        return self.articles.get(key)

    @lru_cache(maxsize=256)
    def tagged(self, tag: str) -> tuple[Article, ...]:
        return tuple(each for each in self.articles.values() if tag in each.tags)

    def load(self) -> int:
        rows = self.store.rows("articles")
        for row in rows:
            article = Article.from_row(row)
            self.articles[article.sku] = article
        return len(rows)


# Prices come with a comma from the old till.
@lru_cache
def parse_price(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def total(articles: Iterable[Article]) -> Decimal:
    return sum((each.price for each in articles), Decimal(0))


def dump(articles: Iterable[Article]) -> str:
    return json.dumps([each.sku for each in articles])
