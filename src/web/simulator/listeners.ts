/** Who wants to hear of one kind of event. A listener is removed by the function that `add` returns. */
export interface Listeners<T> {
  add(listener: (event: T) => void): () => void;
  emit(event: T): void;
}

export function createListeners<T>(): Listeners<T> {
  const listeners = new Set<(event: T) => void>();
  return {
    add(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emit(event) {
      for (const listener of [...listeners]) listener(event);
    },
  };
}
