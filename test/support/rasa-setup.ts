import type { TestProject } from "vitest/node";

/** Placeholder until the runtime is measured: dialogues run on the embedded classifier. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide("rasaUrl", "");
}

declare module "vitest" {
  interface ProvidedContext {
    rasaUrl: string;
  }
}
