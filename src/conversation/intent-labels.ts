/** How an intent is offered to a customer who was not understood; at most 20 characters, a WhatsApp button's length. */
const LABELS: Record<string, string> = {
  agendar_cita: "Agendar una cita",
  reagendar_cita: "Cambiar mi cita",
  cancelar_cita: "Cancelar mi cita",
  consulta_estado: "Ver mi cita",
  consultar_horarios: "Ver horarios",
  consultar_paquetes: "Paquetes y precios",
  ubicacion: "Dónde estamos",
  hablar_con_agente: "Hablar con alguien",
  ayuda: "Ver qué puedes hacer",
};

export function intentLabel(intent: string): string | undefined {
  return LABELS[intent];
}
