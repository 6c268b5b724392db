/** Problems of the API in French, by their code: what a page can be answered. A test holds them complete. */
import type { FailReason } from '../../../ground/fail-reasons.ts'
import { failReasonsFr } from '../../../ground/fail-reasons-fr.ts'
import { detailInFrench } from './french-details.ts'

const byCode: Record<string, string> = {
  malformed_json: 'La demande n’a pu être lue. Rechargez la page et réessayez.',
  bad_request: 'La demande n’a pu être lue. Rechargez la page et réessayez.',
  unauthenticated: 'Vous n’êtes plus connecté. Connectez-vous de nouveau.',
  second_factor_required:
    'Le mot de passe est juste; il faut aussi le code de votre application, un code de secours ou votre clé d’accès.',
  sign_in_failed: 'Cela n’a pas été reconnu, ou n’est plus valable. Rien n’a été fait.',
  card_declined: 'La carte a été refusée, et rien n’a été pris.',
  forbidden:
    'Votre rôle ne le permet pas. Demandez à un propriétaire ou à un administrateur de l’entreprise.',
  not_own_page:
    'La demande vient d’une page d’un autre site. Ouvrez le tableau de bord de cette installation.',
  second_factor_missing:
    'Un second facteur est exigé ici\u00a0: montrez le vôtre, ou ajoutez-en un sur la page Ma sécurité.',
  reauthentication_required: 'Montrez d’abord que c’est bien vous, puis réessayez.',
  card_on_file_disabled:
    'Les cartes enregistrées ne sont pas activées pour votre entreprise. Demandez à l’exploitant.',
  company_suspended:
    'Votre entreprise est suspendue par l’exploitant\u00a0: elle lit, rembourse et annule, mais n’encaisse rien. Rien n’a changé.',
  not_found: 'Introuvable\u00a0: l’objet n’existe pas, ou plus.',
  method_not_allowed: 'Cela n’est pas possible ici. Rechargez la page.',
  wrong_state: 'Ce n’est pas possible dans l’état actuel. Rien n’a changé.',
  retry_not_allowed:
    'Le réseau de la carte interdit de la débiter de nouveau, ou pas encore. Rien n’a été envoyé.',
  idempotency_conflict: 'Cette demande a déjà été faite avec d’autres valeurs. Recommencez.',
  idempotency_in_progress: 'La première demande est encore en cours. Attendez un instant et réessayez.',
  events_archived: 'Ces événements sont archivés\u00a0: le journal commence plus tard.',
  payload_too_large: 'C’est trop volumineux. Rien n’a été enregistré.',
  unsupported_media_type: 'Ce format n’est pas accepté.',
  expectation_failed: 'La demande n’a pu être lue. Rechargez la page et réessayez.',
  validation_failed: 'Certains champs ne sont pas valides.',
  limit_exceeded:
    'C’est plus que ce que votre entreprise peut déplacer. La page Entreprise dit ses limites; l’exploitant les fixe.',
  search_too_broad: 'La recherche lit trop. Précisez-la, par un client ou une période.',
  rate_limited: 'Trop de demandes à la fois. Réessayez plus tard.',
  headers_too_large: 'La demande est trop longue. Retirez des filtres.',
  internal_error:
    'Une erreur est survenue de notre côté. Réessayez; si elle persiste, donnez la référence à l’exploitant.',
  service_unavailable: 'Momentanément indisponible. Réessayez dans un instant.',
  network_unavailable: 'Le réseau de cartes est injoignable, et rien n’a été pris. Réessayez plus tard.',
  network_timeout: 'Le réseau de cartes n’a pas répondu\u00a0: le débit a été annulé, rien n’a été pris.',
}

type Said = { code: string; detail?: string; fail_reason?: string | null }

/**
 * What a problem says in French: its own reason where that is known, else that of its code, of a decline also
 * why; undefined where its code is of a later version.
 */
export function problemInFrench({ code, detail, fail_reason: reason }: Said): string | undefined {
  const own = detail && detailInFrench(detail)
  if (own) return own
  const why = reason && Object.hasOwn(failReasonsFr, reason) ? failReasonsFr[reason as FailReason] : ''
  const words = Object.hasOwn(byCode, code) ? byCode[code] : undefined
  return words && [words, why].filter(Boolean).join(' ')
}
