import { describe, expect, it } from "vitest";
import { dockerTool, venvTool } from "../../src/nlu/rasa-tool.ts";

describe("the commands that run Rasa", () => {
  const env = { PATH: "/bin", HOME: "/home/a", TWILIO_AUTH_TOKEN: "secret", SERVICE_TOKEN_SECRET: "secret" };

  it("in a container: the model is mounted read-only, the port is on the loopback interface, the name is known", () => {
    const tool = dockerTool(env, "1000:1000");
    const { command, args } = tool.serve("/cache/models/studio-1.tar.gz", 5099, "/data/rasa");
    expect([command, ...args].join(" ")).toBe(
      "docker run --rm --user 1000:1000 -e RASA_TELEMETRY_ENABLED=false -e HOME=/tmp --name atiende-rasa-5099 " +
        "-p 127.0.0.1:5099:5005 -v /cache/models/studio-1.tar.gz:/model/studio-1.tar.gz:ro -w /tmp rasa/rasa:3.6.21 " +
        "run --enable-api -m /model/studio-1.tar.gz -p 5005 -i 0.0.0.0",
    );
    expect(tool.remove(5099)?.args).toEqual(["rm", "-f", "atiende-rasa-5099"]);
    expect(tool.train("/cache/models/t", "studio-1").args.join(" ")).toContain(
      "-v /cache/models/t:/work -w /work rasa/rasa:3.6.21 train nlu --nlu /work/data --config /work/config.yml --out /work",
    );
  });

  it("in a virtual environment: only the loopback interface, and none of our secrets", () => {
    const { args, env: given } = venvTool("/cache/rasa-1", env).serve("/m.tar.gz", 5099, "/data/rasa");
    expect(args.join(" ")).toBe("-m rasa run --enable-api -m /m.tar.gz -p 5099 -i 127.0.0.1");
    expect(given.RASA_TELEMETRY_ENABLED).toBe("false");
    expect(Object.values(given)).not.toContain("secret");
  });
});
