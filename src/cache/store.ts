/** One value and one list that belong together, under two keys. */
export interface Store {
  read(valueKey: string, listKey: string): Promise<{ value: string | undefined; list: string[] }>;
  /** Sets the value, appends to the list and cuts it to its last `keepItems`, all at once. */
  write(entry: {
    valueKey: string;
    value: string;
    listKey: string;
    items: readonly string[];
    /** What the list held before is gone. */
    isNewList: boolean;
    keepItems: number;
    ttlMs: number;
  }): Promise<void>;
}
