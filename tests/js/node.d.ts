// The few names of Node that these tests use; its own types are no package of ours.

declare module "node:test" {
  type Step = () => unknown;
  export function test(name: string, step: Step): void;
  export function before(step: Step): void;
  export function beforeEach(step: Step): void;
  export function afterEach(step: Step): void;
  export const mock: {
    timers: {
      enable(what: { apis: string[] }): void;
      tick(milliseconds: number): void;
      reset(): void;
    };
  };
}

declare module "node:assert/strict" {
  interface Assert {
    ok(value: unknown, message?: string): asserts value;
    equal(actual: unknown, expected: unknown, message?: string): void;
    deepEqual(actual: unknown, expected: unknown, message?: string): void;
    match(text: string, pattern: RegExp): void;
    throws(act: () => unknown, error?: RegExp): void;
    rejects(promise: Promise<unknown>, error: Function | ((error: unknown) => boolean)): Promise<void>;
    fail(message: string): never;
  }
  const assert: Assert;
  export default assert;
}

declare module "node:fs" {
  export function readFileSync(path: string): Uint8Array<ArrayBuffer>;
  export function writeFileSync(path: string, content: Uint8Array): void;
}

declare module "node:process" {
  export const argv: string[];
  export const env: Record<string, string | undefined>;
  export function exit(code: number): never;
}

declare module "node:async_hooks" {
  export class AsyncLocalStorage {
    run<T>(store: unknown, work: () => T): T;
    getStore(): unknown;
  }
}

declare function setImmediate(work: () => void): void;
