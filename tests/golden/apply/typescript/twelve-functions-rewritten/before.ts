// Small things that the reports share.

export function sumOf(values: number[]): number {
  let sum = 0;
  for (const value of values) {
    sum += value;
  }
  return sum;
}

export function meanOf(values: number[]): number {
  return sumOf(values) / values.length;
}

export function medianOf(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

export function clampTo(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

export function titleCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function slugOf(text: string): string {
  return text.toLowerCase().replace(/\s+/g, '-');
}

export function isBlank(text: string): boolean {
  return text.trim() === '';
}

export function lastOf<T>(items: T[]): T {
  return items[items.length - 1];
}

export function groupBy<T>(items: T[], keyOf: (item: T) => string) {
  const groups: Record<string, T[]> = {};
  for (const item of items) {
    const key = keyOf(item);
    (groups[key] ||= []).push(item);
  }
  return groups;
}

export async function loadReport(url: string) {
  const response = await fetch(url);
  return response.json();
}

export function daysBetween(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 86400000;
}

export function parseRow(line: string): string[] {
  return line.split(',');
}
