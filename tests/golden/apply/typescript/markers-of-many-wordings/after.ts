import { EventEmitter } from 'node:events';
import type { Logger } from './logger';
import { Backoff, sleep } from './backoff';

export interface Message<T = unknown> {
  readonly id: string;
  topic: string;
  body: T;
}

export type Listener<T> = (message: Message<T>) => void | Promise<void>;

export enum State {
  Idle = 'idle',
  Open = 'open',
  Closed = 'closed',
}

export const defaults = {
  retries: 3,
  timeoutMs: 5000,

  delay(attempt: number): number {
    return 2 ** attempt * 100;
  },

  describe(state: State): string {
    switch (state) {
      case State.Idle:
        return 'waiting';
      case State.Open:
        return 'connected';
      default:
        return 'gone';
    }
  },
};

/**
 * Hands messages to whoever listens.
 */
export class Bus extends EventEmitter {
  private listeners_ = new Map<string, Listener<any>[]>();
  private state = State.Idle;

  constructor(private readonly logger: Logger) {
    super();
    this.setMaxListeners(0);
  }

  /** Calls `listener` for each message of the topic. */
  subscribe<T>(topic: string, listener: Listener<T>): () => void {
    const all = this.listeners_.get(topic) ?? [];
    all.push(listener);
    this.listeners_.set(topic, all);
    return () => this.unsubscribe(topic, listener);
  }

  send(topic: string): Promise<void>;
  send<T>(topic: string, body: T): Promise<void>;
  async send(topic: string, body?: unknown): Promise<void> {
    const message = { id: crypto.randomUUID(), topic, body };
    for (const listener of this.listeners_.get(topic) ?? []) {
      await this.deliver(listener, message);
    }
  }

  @logged('debug')
  close(): void {
    this.state = State.Closed;
    this.listeners_.clear();
  }

  private unsubscribe(topic: string, listener: Listener<any>): void {
    const all = this.listeners_.get(topic) ?? [];
    this.listeners_.set(topic, all.filter((each) => each !== listener));
  }

  private async deliver<T>(listener: Listener<T>, message: Message<T>): Promise<void> {
    for (let attempt = 0; attempt < defaults.retries; attempt++) {
      try {
        return await listener(message);
      } catch (error) {
        this.logger.warn('failed', message.id, error);
        await sleep(defaults.delay(attempt));
      }
    }
    this.emit('lost', message.id);
  }
}

export namespace Topics {
  export const all = ['orders', 'stock'];

  export function close(topic: string): void {
    all.splice(all.indexOf(topic), 1);
  }
}
