// Everything comes from this server and every trial goes to it: no fonts, proxy, telemetry or assistant of others.
window.Scalar.createApiReference("#reference", {
  url: "/api/openapi.json",
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: "never",
  hideClientButton: true,
  persistAuth: false,
  defaultHttpClient: { targetKey: "shell", clientKey: "curl" },
  hiddenClients: true,
  authentication: { preferredSecurityScheme: "apiKey" },
});
