/**
 * A deadlock (two bookings swapping their times), a serialization failure or two equal random booking codes are over
 * when the transaction runs again.
 */
export async function withRetries<T>(attempt: () => Promise<T>): Promise<T> {
  for (let left = 3; ; left--) {
    try {
      return await attempt();
    } catch (error) {
      const { code, constraint } = error as { code?: string; constraint?: string };
      const isTransient = code === "40P01" || code === "40001" || (code === "23505" && constraint === "bookings_code");
      if (!isTransient || left <= 1) throw error;
    }
  }
}
