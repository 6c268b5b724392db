/** What somebody does, by the operation's id: as the audit log and its filter say it. */
import { companyDeeds, type Deeds } from './company-deeds.ts'
import type { Language } from './language.tsx'

/** Of the company's people, of the demo, and of operators. */
const peopleDeeds: Deeds = {
  sign_in: ['Sign in', 'Se connecter'],
  sign_in_with_passkey: ['Sign in with a passkey', 'Se connecter avec une clé d’accès'],
  start_passkey_sign_in: ['Begin to show a passkey', 'Commencer à présenter une clé d’accès'],
  request_password_reset: ['Ask for a new password by mail', 'Demander un nouveau mot de passe par courriel'],
  reset_password: ['Set a new password by mail', 'Définir un nouveau mot de passe par courriel'],
  look_at_invitation: ['Open an invitation', 'Ouvrir une invitation'],
  accept_invitation: ['Accept an invitation', 'Accepter une invitation'],
  sign_out: ['Sign out', 'Se déconnecter'],
  reauthenticate: ['Show again who they are', 'Prouver de nouveau son identité'],
  end_session: ['End a session of theirs', 'Fermer une de ses sessions'],
  end_other_sessions: ['End all their other sessions', 'Fermer toutes ses autres sessions'],
  change_password: ['Set a new password', 'Définir un nouveau mot de passe'],
  start_totp: ['Begin to add an authenticator app', 'Commencer à ajouter une application d’authentification'],
  add_totp: ['Add an authenticator app', 'Ajouter une application d’authentification'],
  remove_totp: ['Remove the authenticator app', 'Retirer l’application d’authentification'],
  make_recovery_codes: ['Make new recovery codes', 'Créer de nouveaux codes de secours'],
  start_passkey_registration: ['Begin to add a passkey', 'Commencer à ajouter une clé d’accès'],
  add_passkey: ['Add a passkey', 'Ajouter une clé d’accès'],
  remove_passkey: ['Remove a passkey', 'Retirer une clé d’accès'],
  invite_user: ['Invite somebody', 'Inviter quelqu’un'],
  withdraw_invitation: ['Withdraw an invitation', 'Retirer une invitation'],
  change_member_role: ['Change somebody’s role', 'Changer le rôle de quelqu’un'],
  remove_member: ['Remove somebody from the team', 'Retirer quelqu’un de l’équipe'],
  demand_second_factor: ['Demand a second factor of the team', 'Exiger un second facteur de l’équipe'],
  operator_look: ['An operator looks at the company', 'Un exploitant regarde l’entreprise'],
  advance_sandbox_clock: ['Move the demo’s clock', 'Avancer l’horloge de la démo'],
  set_sandbox_faults: ['Have the demo’s network do wrong', 'Dérégler le réseau de la démo'],
  end_sandbox_network_day: ['End the network’s day', 'Terminer la journée du réseau'],
  trigger_sandbox_event: ['Have an event happen', 'Provoquer un événement'],
  create_company: ['Create a company', 'Créer une entreprise'],
  update_operated_company: ['Change a company', 'Modifier une entreprise'],
  set_company_limits: ['Set a company’s limits', 'Fixer les plafonds d’une entreprise'],
  set_company_fee: ['Set a company’s fees', 'Fixer les frais d’une entreprise'],
  suspend_company: ['Suspend a company', 'Suspendre une entreprise'],
  close_company: ['Close a company', 'Fermer une entreprise'],
  unsuspend_company: ['Let a company go on', 'Laisser une entreprise reprendre'],
  invite_company_member: ['Invite somebody into a company', 'Inviter quelqu’un dans une entreprise'],
  resolve_unknown_outcome: ['Resolve an unknown outcome', 'Trancher une issue inconnue'],
  resolve_reconciliation_items: [
    'Resolve differences with the network',
    'Résoudre des écarts avec le réseau',
  ],
  resolve_bank_return: ['Resolve a parked bank return', 'Résoudre un retour de banque en attente'],
  close_alarm: ['Close an alarm', 'Clore une alarme'],
  retry_mail: ['Send a mail again', 'Renvoyer un courriel'],
  request_verify: ['Run verify', 'Lancer une vérification'],
}

export const deeds: Deeds = { ...companyDeeds, ...peopleDeeds }

/** A command stands as it is called: `jetpay token create`. */
export const sayDeed = (operation: string, language: Language): string =>
  deeds[operation]?.[language === 'fr' ? 1 : 0] ?? operation
