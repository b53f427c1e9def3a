import { writable, type Writable } from './observable';

export type Theme = 'light' | 'dark';

export interface Settings {
  theme: Theme;
  fontSize: number;
}

const fallback: Settings = { theme: 'light', fontSize: 14 };

function readStored(key: string): Partial<Settings> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}');
  } catch {
    return {};
  }
}

function merge(...parts: Partial<Settings>[]): Settings {
  return Object.assign({}, fallback, ...parts);
}

export class SettingsStore {
  private store: Writable<Settings>;
  private _dirty = false;

  constructor(private key: string, ...overrides: Partial<Settings>[]) {
    this.store = writable(merge(readStored(key), ...overrides));
  }

  get theme(): Theme {
    return this.store.value.theme;
  }

  set theme(theme: Theme) {
    this.store.value = { ...this.store.value, theme };
    this._dirty = true;
  }

  get fontSize(): number {
    return this.store.value.fontSize;
  }

  set fontSize(size: number) {
    this.store.value = { ...this.store.value, fontSize: size };
    this._dirty = true;
  }

  save(): void {
    if (this._dirty) {
      localStorage.setItem(this.key, JSON.stringify(this.store.value));
      this._dirty = false;
    }
  }
}
