/** The foundation's own sentences: what can go wrong with any request. */
export const foundationTexts = {
  fr: {
    problem: {
      'invalid-input': { title: 'Certaines informations sont à corriger', detail: 'Rien n’a été enregistré. Corrigez les champs indiqués puis recommencez.' },
      'invalid-json': { title: 'Le contenu envoyé n’est pas du JSON valide', detail: 'Rien n’a été enregistré. Vérifiez la syntaxe du corps de la requête.' },
      'unsupported-media-type': { title: 'Format de contenu non pris en charge', detail: 'Rien n’a été enregistré. Envoyez du JSON (application/json).' },
      'too-large': { title: 'Le contenu envoyé est trop volumineux', detail: 'Rien n’a été enregistré. Réduisez la taille et recommencez.' },
      'not-found': { title: 'Introuvable', detail: 'Cette page ou cet élément n’existe pas, ou n’existe plus.' },
      'not-signed-in': { title: 'Connexion nécessaire', detail: 'Connectez-vous puis recommencez. Votre saisie n’est pas perdue.' },
      forbidden: { title: 'Accès refusé', detail: 'Votre rôle ne permet pas cette action. Demandez à un responsable de votre réseau.' },
      'cross-site': { title: 'Requête refusée', detail: 'Elle vient d’un autre site. Rien n’a été enregistré.' },
      'too-many-requests': { title: 'Trop de demandes', detail: 'Patientez un instant puis recommencez. Rien n’a été perdu.' },
      conflict: { title: 'Cet élément existe déjà', detail: 'Rien n’a été enregistré.' },
      'unknown-reference': { title: 'Un élément cité n’existe pas', detail: 'Rien n’a été enregistré. Rechargez la page et recommencez.' },
      stale: { title: 'Quelqu’un a modifié cet élément entre-temps', detail: 'Rien n’a été enregistré. La version à jour vous est présentée.' },
      'idempotency-key-reused': { title: 'Cette clé a déjà servi pour une autre demande', detail: 'Rien n’a été enregistré. Utilisez une nouvelle clé d’idempotence.' },
      unavailable: { title: 'Service momentanément indisponible', detail: 'Rien n’a été perdu. Recommencez dans quelques secondes.' },
      internal: { title: 'Une erreur est survenue de notre côté', detail: 'Rien n’a été enregistré. Recommencez ; si cela persiste, indiquez la référence {{reference}}.' }
    },
    field: { 'zero-byte': 'Contient un caractère nul, qui ne peut pas être enregistré.' }
  },
  en: {
    problem: {
      'invalid-input': { title: 'Some details need correcting', detail: 'Nothing was saved. Correct the fields named and try again.' },
      'invalid-json': { title: 'What was sent is not valid JSON', detail: 'Nothing was saved. Check the syntax of the request body.' },
      'unsupported-media-type': { title: 'This content type is not supported', detail: 'Nothing was saved. Send JSON (application/json).' },
      'too-large': { title: 'What was sent is too large', detail: 'Nothing was saved. Make it smaller and try again.' },
      'not-found': { title: 'Not found', detail: 'This page or item does not exist, or no longer does.' },
      'not-signed-in': { title: 'Please sign in', detail: 'Sign in and try again. What you typed is not lost.' },
      forbidden: { title: 'Not allowed', detail: 'Your role does not allow this. Ask a manager of your network.' },
      'cross-site': { title: 'Request refused', detail: 'It comes from another site. Nothing was saved.' },
      'too-many-requests': { title: 'Too many requests', detail: 'Wait a moment and try again. Nothing was lost.' },
      conflict: { title: 'This already exists', detail: 'Nothing was saved.' },
      'unknown-reference': { title: 'Something named here does not exist', detail: 'Nothing was saved. Reload the page and try again.' },
      stale: { title: 'Somebody changed this meanwhile', detail: 'Nothing was saved. You are shown the present version.' },
      'idempotency-key-reused': { title: 'This key has served another request', detail: 'Nothing was saved. Use a new idempotency key.' },
      unavailable: { title: 'Briefly unavailable', detail: 'Nothing was lost. Try again in a few seconds.' },
      internal: { title: 'Something went wrong on our side', detail: 'Nothing was saved. Try again; if it persists, quote reference {{reference}}.' }
    },
    field: { 'zero-byte': 'Contains a null character, which cannot be stored.' }
  }
}
