import type { Role } from './rights.ts'

export type DemoSignIn = { email: string; password: string; name: string; role: Role; network: string }

/**
 * Sign-ins of the demonstration, public by design: they exist only where RESERVE_DEMO
 * is set, which production refuses. `network` is the public address of the one they work for.
 */
export const demoSignIns: DemoSignIn[] = [
  { email: 'camille.roussel@demo.reserve.example', password: 'demo-camille-2026', name: 'Camille Roussel', role: 'owner', network: 'maison-orsel' },
  { email: 'ines.marchand@demo.reserve.example', password: 'demo-ines-2026', name: 'Inès Marchand', role: 'manager', network: 'maison-orsel' },
  { email: 'lucas.ferrand@demo.reserve.example', password: 'demo-lucas-2026', name: 'Lucas Ferrand', role: 'staff', network: 'maison-orsel' },
  { email: 'jeanne.vidal@demo.reserve.example', password: 'demo-jeanne-2026', name: 'Jeanne Vidal', role: 'reader', network: 'maison-orsel' },
  { email: 'aurore.tessier@demo.reserve.example', password: 'demo-aurore-2026', name: 'Aurore Tessier', role: 'owner', network: 'cabinet-lumen' }
]
