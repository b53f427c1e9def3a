"""The ranker's weights in the user's database: one for all projects and for all servers.

Servers that run at the same time learn from different decisions. Each adds what the others have
saved to what it has learned itself, so that none undoes another's work.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from honed.core.errors import StoreDamagedError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.core.ports import RankerStore
    from honed.services.judge import Judge
    from honed.services.policies import Policies

_log = logging.getLogger(__name__)


class SharedWeights:
    """Keeps the judge's weights and the saved ones together; used by the learner's thread only."""

    def __init__(self, judge: Judge, policies: Policies) -> None:
        """Nothing is opened yet; the versions that the weights began from are kept with them."""
        self._judge = judge
        self._policies = policies
        self._seen = judge.weights
        self._store: RankerStore | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is a store to share them through."""
        return self._store is not None

    def open(self, open_store: Callable[[], RankerStore]) -> None:
        """Take over what was saved last; `StoreError` where that cannot be read."""
        store = open_store()
        saved = store.load_weights()
        self._judge.catch_up(saved)
        try:
            self._policies.open(store)
        except StoreError as error:
            # Nothing can be written now: what ships is live until it can.
            _log.warning("%s", error)
        self._seen = self._judge.weights
        if saved is None and self._seen.updates:
            # The one before was lost, not what it held.
            store.save_weights(self._seen)
        self._store = store

    def share(self) -> None:
        """Add what others have saved, and save what was learned here."""
        store = self._store
        try:
            if store is None:
                return
            has_changed = store.has_changed_elsewhere()
            if has_changed or self._policies.is_ahead:
                began_anew = self._policies.share(store)
                if began_anew:
                    # What others have learned was on top of another beginning.
                    self._seen = store.load_weights() or self._seen
            if has_changed or self._is_ahead():
                self._exchange(store)
        except StoreDamagedError as error:
            _log.warning("%s", error)
            self.close()
        except StoreError as error:
            # The workspace's store has them too; the next step tries again.
            _log.warning("%s", error)

    def close(self) -> None:
        """Let the store go."""
        store, self._store = self._store, None
        try:
            if store is not None:
                store.close()
        except StoreError as error:
            _log.warning("%s", error)

    def _is_ahead(self) -> bool:
        return self._judge.weights != self._seen

    def _exchange(self, store: RankerStore) -> None:
        with store.transaction():
            theirs = store.load_weights()
            if theirs is not None and theirs != self._seen:
                self._judge.take_in(self._seen, theirs)
            ours = self._judge.weights
            if ours != theirs:
                store.save_weights(ours)
        self._seen = ours
