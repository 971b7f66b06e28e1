/**
 * What a log may hold of a fault: its name, code and places in the code. Never its message, which may quote what a
 * customer wrote, and which may run over several lines of the stack.
 */
export function describeFault(error: unknown): { name: string; code: string | number | undefined; at: string[] } {
  const { name = "Error", stack = "", code } = error as Error & { code?: string | number };
  const at = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return { name, code, at: at.slice(0, 3).map((line) => line.trim()) };
}
