import { basename } from "node:path";
import axios from "axios";
import { z } from "zod";

const status = z.object({ model_file: z.string().nullish(), model_id: z.string().nullish() });

/** The first parses of a fresh server take a second each: they must not be a customer's. */
const WARM_UP = ["hola", "quiero una cita mañana a las 5 de la tarde", "¿qué paquetes tienen?"];

/** The model that a server says it has loaded; undefined when it does not answer. */
export async function readStatus(
  url: string,
  token: string | undefined,
  timeoutMs = 3000,
): Promise<string | undefined> {
  try {
    const { data } = await axios.get(`${url}/status`, { timeout: timeoutMs, ...plain(token) });
    const { model_file: file, model_id: id } = status.parse(data);
    return (file ? basename(file, ".tar.gz") : id) || undefined;
  } catch {
    return undefined;
  }
}

/** Lets a server answer a few parses. @returns false when it does not */
export async function warmUp(url: string, token: string | undefined): Promise<boolean> {
  try {
    for (const text of WARM_UP) {
      await axios.post(`${url}/model/parse`, { text }, { timeout: 20_000, ...plain(token) });
    }
    return true;
  } catch {
    return false;
  }
}

function plain(token: string | undefined) {
  return { proxy: false as const, params: token ? { token } : {} };
}
