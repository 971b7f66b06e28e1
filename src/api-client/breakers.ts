import CircuitBreaker from "opossum";
import { type ApiName, apiNames } from "../contract/index.ts";
import { ApiUnavailableError } from "./errors.ts";

export type BreakerState = "open" | "halfOpen" | "closed";

export interface Breakers {
  /** @throws ApiUnavailableError `breaker_open` without running the attempt, or what the attempt throws. */
  run<T>(api: ApiName, operation: string, attempt: () => Promise<T>): Promise<T>;
  states(): Record<ApiName, BreakerState>;
  close(): void;
}

export interface BreakerOptions {
  onBreaker?: (name: ApiName, state: BreakerState) => void;
  resetTimeoutMs: number;
}

/** Far above what one process does at once: the semaphore's refusals would count as failures of the API. */
const CAPACITY = 1000;

/**
 * So many failures without an answer between them open a breaker whatever its window holds: good answers of the last
 * seconds outweigh them there, and attempts that each wait out their 3 s never meet in it.
 */
const FAILURES_IN_A_ROW = 10;

type Attempt = () => Promise<unknown>;

/**
 * One breaker per API. An attempt resolves for every answer that proves the API alive (2xx and refusals) and throws for
 * the rest. The attempt bounds itself in time: opossum's own time-out would leave the request running behind its back.
 */
export function createBreakers({ onBreaker, resetTimeoutMs }: BreakerOptions): Breakers {
  const breakers = new Map<ApiName, CircuitBreaker<[Attempt], unknown>>();
  for (const name of apiNames) {
    const breaker: CircuitBreaker<[Attempt], unknown> = new CircuitBreaker((attempt: Attempt) => attempt(), {
      name,
      timeout: false,
      volumeThreshold: 10,
      errorThresholdPercentage: 50,
      rollingCountTimeout: 10_000,
      resetTimeout: resetTimeoutMs,
      capacity: CAPACITY,
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
      // opossum counts a filtered error as a success. A caller that gave up says nothing about the API: harmless while
      // closed, but it must not close a half-open breaker.
      errorFilter: (error: unknown) => isAbort(error) && !breaker.halfOpen,
    });
    let inARow = 0;
    breaker.on("success", () => {
      inARow = 0;
    });
    breaker.on("failure", (error) => {
      if (isAbort(error)) return;
      inARow += 1;
      if (inARow >= FAILURES_IN_A_ROW && breaker.closed) breaker.open();
    });
    breaker.on("open", () => onBreaker?.(name, "open"));
    breaker.on("halfOpen", () => onBreaker?.(name, "halfOpen"));
    breaker.on("close", () => onBreaker?.(name, "closed"));
    breakers.set(name, breaker);
  }

  return {
    async run<T>(api: ApiName, operation: string, attempt: () => Promise<T>): Promise<T> {
      try {
        return (await breakers.get(api)!.fire(attempt)) as T;
      } catch (error) {
        const { code } = error as { code?: string };
        const isRejected = code === "EOPENBREAKER" || code === "ESHUTDOWN" || code === "ESEMLOCKED";
        throw isRejected ? new ApiUnavailableError(api, operation, "breaker_open") : error;
      }
    },
    states() {
      const states = [...breakers].map(([name, breaker]) => [name, stateOf(breaker)]);
      return Object.fromEntries(states) as Record<ApiName, BreakerState>;
    },
    close() {
      for (const breaker of breakers.values()) {
        breaker.removeAllListeners();
        breaker.shutdown();
      }
    },
  };
}

function stateOf(breaker: CircuitBreaker<[Attempt], unknown>): BreakerState {
  if (breaker.opened) return "open";
  return breaker.halfOpen ? "halfOpen" : "closed";
}

function isAbort(error: unknown): boolean {
  return error instanceof ApiUnavailableError && error.causeCode === "aborted";
}
