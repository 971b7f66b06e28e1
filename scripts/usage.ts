/** `--help` or `-h`: writes how the command is used, and ends it before it does anything. */
export function answerHelp(usage: string): void {
  if (!process.argv.slice(2).some((flag) => flag === "--help" || flag === "-h")) return;
  console.log(usage);
  process.exit(0);
}
