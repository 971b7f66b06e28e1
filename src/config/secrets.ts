/** Secrets that a developer's machine may share with everybody; production refuses them. */
export const DEVELOPMENT = {
  SERVICE_TOKEN_SECRET: "development-service-token-secret-not-for-production",
  TWILIO_ACCOUNT_SID: "AC00000000000000000000000000000000",
  TWILIO_AUTH_TOKEN: "development-twilio-auth-token",
  TWILIO_WHATSAPP_FROM: "whatsapp:+5215500000000",
  DATA_ENCRYPTION_KEY: "development-data-encryption-key",
} as const;

type Env = Readonly<Record<string, string | undefined>>;

const NEEDED = ["DATABASE_URL", "PUBLIC_BASE_URL", ...Object.keys(DEVELOPMENT)];
/** Keys of ours, with which something can be forged or guessed offline: as long as what they sign with. */
const OURS = ["SERVICE_TOKEN_SECRET", "DATA_ENCRYPTION_KEY"];
const SHORTEST = 32;
const SECRETS = [
  ...[...OURS, "TWILIO_AUTH_TOKEN", "STRIPE_WEBHOOK_SECRET"].flatMap((name) => [name, `${name}_PREVIOUS`]),
  ...["RASA_TOKEN", "OPENAI_API_KEY", "STRIPE_SECRET_KEY"],
];
/** Servers need no password from a certificate or a socket; one of these is as good as none. */
const DEFAULT_PASSWORDS = new Set(
  [
    "postgres",
    "password",
    "passwd",
    "pass",
    "atiende",
    "admin",
    "root",
    "secret",
    "test",
    "changeme",
    "example",
  ].concat(["redis", "default", "1234", "12345", "123456", "12345678"]),
);
/** What examples and templates leave where a secret belongs. */
const PLACEHOLDER =
  /^(?:<.*>|\[.*\]|\$\{.*\}|x{3,}|\*{3,}|\.{3}|your[-_ ].*|.*(?:change[-_ ]?me|replace[-_ ]?me|placeholder).*)$/i;

/**
 * What a production start must not have: missing, public, short or shared secrets, and switches for tests. Names only,
 * never values.
 */
export function problemsOfProduction(env: Env): string[] {
  return [
    ...NEEDED.filter((name) => env[name] === undefined).map((name) => `${name}: needed in production`),
    ...SECRETS.concat("TWILIO_ACCOUNT_SID", "TWILIO_WHATSAPP_FROM").flatMap((name) => weakness(name, env[name])),
    ...passwordProblems("DATABASE_URL", env.DATABASE_URL),
    ...passwordProblems("REDIS_URL", env.REDIS_URL),
    ...(env.PUBLIC_BASE_URL?.startsWith("http:") ? ["PUBLIC_BASE_URL: https in production"] : []),
    ...sharedSecrets(env),
    ...(env.FAIL_POINTS === undefined ? [] : ["FAIL_POINTS: is for tests only"]),
  ];
}

function weakness(name: string, value: string | undefined): string[] {
  if (value === undefined) return [];
  const purpose = name.replace(/_PREVIOUS$/, "");
  if (value === DEVELOPMENT[purpose as keyof typeof DEVELOPMENT]) return [`${name}: is the development value`];
  if (PLACEHOLDER.test(value)) return [`${name}: is a placeholder`];
  if (!OURS.includes(purpose)) return [];
  if (value.length < SHORTEST) return [`${name}: at least ${SHORTEST} random characters`];
  return new Set(value).size < 8 ? [`${name}: is not random`] : [];
}

function passwordProblems(name: string, address: string | undefined): string[] {
  if (!address || !URL.canParse(address)) return [];
  const { username, password } = new URL(address);
  if (!password) return [];
  const isDefault =
    password === username || DEFAULT_PASSWORDS.has(password.toLowerCase()) || PLACEHOLDER.test(password);
  return isDefault ? [`${name}: its password is a default one`] : [];
}

/** Who learns one of two equal secrets has both. A secret may equal its own predecessor. */
function sharedSecrets(env: Env): string[] {
  const seen = new Map<string, string>();
  const problems: string[] = [];
  const all: [string, string | undefined][] = SECRETS.map((name) => [name, env[name]]);
  for (const name of ["DATABASE_URL", "REDIS_URL"]) all.push([`${name}'s password`, passwordOf(env[name])]);
  for (const [name, value] of all) {
    if (!value) continue;
    const other = seen.get(value);
    if (other === undefined) seen.set(value, name);
    else if (other.replace(/_PREVIOUS$/, "") !== name.replace(/_PREVIOUS$/, "")) {
      problems.push(`${name}: is the same as ${other}`);
    }
  }
  return problems;
}

function passwordOf(address: string | undefined): string | undefined {
  if (!address || !URL.canParse(address)) return undefined;
  const { password } = new URL(address);
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}

const SECRET_NAME = /(?:SECRET|TOKEN|KEY|PASSWORD)(?:_PREVIOUS)?$/;
/** Shorter values are words that stand in any line; nobody can guess more from their absence. */
const SHORTEST_TO_HIDE = 6;

/** Every value of the environment that no line may show: secrets, passwords within addresses, and addresses that are secrets. */
export function secretValues(env: Env): string[] {
  const values = Object.entries(env).flatMap(([name, value = ""]) => {
    if (SECRET_NAME.test(name)) return [value, encodeURIComponent(value)];
    // Whoever knows the address of a chat's hook may write there.
    if (name === "ALERT_WEBHOOK_URL") return [value];
    // RASA_URL is a list; a password of any other address may hold a comma.
    return [value, ...value.split(",").map((part) => part.trim())]
      .filter((address) => URL.canParse(address))
      .flatMap((address) => [new URL(address).password, passwordOf(address) ?? ""]);
  });
  // The longest first: a secret may hold another one.
  return [...new Set(values)].filter(({ length }) => length >= SHORTEST_TO_HIDE).sort((a, b) => b.length - a.length);
}
