import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** Values that stand nowhere else: where one is found, a secret got out. */
export const SECRETS = {
  TWILIO_AUTH_TOKEN: "canary-twilio-4b1f0c77d2",
  TWILIO_AUTH_TOKEN_PREVIOUS: "canary-twilio-before-93ad20c1",
  SERVICE_TOKEN_SECRET: "canary-service-token-secret-51c8e0d9f4a7",
  SERVICE_TOKEN_SECRET_PREVIOUS: "canary-service-token-before-0de1c2b3a495",
  DATA_ENCRYPTION_KEY: "canary-data-key-7f3e8d21b6c05a94e1",
  DATA_ENCRYPTION_KEY_PREVIOUS: "canary-data-key-before-1a2b3c4d5e6f7a8b",
  OPENAI_API_KEY: "sk-canary-openai-2f9c71",
  RASA_TOKEN: "canary-rasa-token-8c2d",
  DATABASE_PASSWORD: "canary-database-password-66",
  REDIS_PASSWORD: "canary-redis-password-31",
  ALERT_WEBHOOK: "T0CANARY/B0CANARY/canaryAlertHook99",
};

/** Of people who do not exist. */
export const PERSONAL = {
  phone: "+5215577001122",
  secondPhone: "+5215577003344",
  name: "Canaria Ixchelmanovska",
  otherName: "Zazilmina Quetzalpova",
  text: "mirrosapumareja",
  complaint: "laterapeutatutecotopulo",
  mail: "canaria.privada@correo-canario.example",
};

export const CANARIES: Record<string, string> = {
  ...SECRETS,
  ...PERSONAL,
  bareNumber: "5577001122",
  bareSecondNumber: "5577003344",
  surname: "Ixchelmanovska",
  otherSurname: "Quetzalpova",
};

/** What a process gets of them; the database's and the provider's are given where they are used. */
export const secretEnv: Record<string, string> = {
  ...Object.fromEntries(Object.entries(SECRETS).filter(([name]) => !/^(DATABASE_|REDIS_|ALERT_)/.test(name))),
  REDIS_URL: `redis://user:${SECRETS.REDIS_PASSWORD}@127.0.0.1:9`,
};

/** A dependency that fails in the worst way: its error quotes all that it was sent. */
export async function startEchoServer(status: number) {
  let requests = 0;
  const server = createServer(async (request, response) => {
    requests += 1;
    const body = await text(request);
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: `${request.url} ${JSON.stringify(request.headers)} ${body}` }));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
