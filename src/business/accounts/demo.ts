/**
 * Sign-ins of the demonstration, public by design: they exist only where RESERVE_DEMO
 * is set, which production refuses.
 */
export const demoSignIns = [
  { email: 'camille.roussel@demo.reserve.example', password: 'demo-camille-2026', name: 'Camille Roussel', role: 'owner' },
  { email: 'ines.marchand@demo.reserve.example', password: 'demo-ines-2026', name: 'Inès Marchand', role: 'manager' },
  { email: 'lucas.ferrand@demo.reserve.example', password: 'demo-lucas-2026', name: 'Lucas Ferrand', role: 'staff' },
  { email: 'jeanne.vidal@demo.reserve.example', password: 'demo-jeanne-2026', name: 'Jeanne Vidal', role: 'reader' }
]
