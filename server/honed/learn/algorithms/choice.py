"""The learning algorithms by name; `docs/algorithms.md` says what each is and what it brought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.learn.algorithms.active_learning import ActiveLearning
from honed.learn.algorithms.actor_critic import ActorCritic
from honed.learn.algorithms.adversarial import Adversarial
from honed.learn.algorithms.curriculum import Curriculum
from honed.learn.algorithms.decision_transformer import DecisionTransformer
from honed.learn.algorithms.federated import Federated
from honed.learn.algorithms.interface import DEFAULT
from honed.learn.algorithms.multi_task import MultiTask
from honed.learn.algorithms.q_learning import QLearning
from honed.learn.algorithms.sarsa import Sarsa

if TYPE_CHECKING:
    from honed.core.model import Weights
    from honed.learn.algorithms.interface import Algorithm, Begins

ALGORITHMS: dict[str, Begins] = {
    DEFAULT: QLearning,
    "sarsa": Sarsa,
    "actor_critic": ActorCritic,
    "decision_transformer": DecisionTransformer,
    "active_learning": ActiveLearning,
    "adversarial": Adversarial,
    "curriculum": lambda weights: Curriculum(weights, weights),
    "federated": Federated,
    "multi_task": MultiTask,
}


def begun(name: str, weights: Weights) -> Algorithm:
    """Return the algorithm of a name, beginning with these weights; an unknown is `DEFAULT`."""
    return ALGORITHMS.get(name, QLearning)(weights)
