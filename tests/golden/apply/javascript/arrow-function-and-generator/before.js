import { shuffle } from './random.js';

export const SUITS = ['clubs', 'diamonds', 'hearts', 'spades'];

export class Card {
  constructor(suit, rank) {
    this.suit = suit;
    this.rank = rank;
  }

  // Aces count one, or eleven where that does no harm.
  get value() {
    return Math.min(this.rank, 10);
  }

  toString() {
    return `${this.rank} of ${this.suit}`;
  }
}

export class Hand {
  #cards = [];

  add(card) {
    this.#cards.push(card);
    return this;
  }

  get value() {
    let sum = 0;
    let aces = 0;
    for (const card of this.#cards) {
      sum += card.value;
      aces += card.rank === 1 ? 1 : 0;
    }
    while (aces > 0 && sum + 10 <= 21) {
      sum += 10;
      aces -= 1;
    }
    return sum;
  }

  static of(...cards) {
    const hand = new Hand();
    cards.forEach((card) => hand.add(card));
    return hand;
  }

  toString() {
    return this.#cards.join(', ');
  }
}

export function* deck() {
  for (const suit of SUITS) {
    for (let rank = 1; rank <= 13; rank++) {
      yield new Card(suit, rank);
    }
  }
}

const deal = (count) => shuffle([...deck()]).slice(0, count);

export default deal;
