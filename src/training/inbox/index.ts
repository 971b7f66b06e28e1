export { type AnnotationDeps, annotationHandlers } from "./annotations.ts";
export { createExampleFiles } from "./example-files.ts";
export { type InboxDeps, startInbox } from "./inbox.ts";
export { commitPatch } from "./inbox-branch.ts";
export { createInboxDesk, type InboxDesk } from "./inbox-desk.ts";
export { judgeAll, listWaiting } from "./inbox-terminal.ts";
