/** What the API says, without the request by which a program would look: `…; see GET /dispute.` */
export const forPeople = (said: string): string => said.replaceAll(/; see (?:GET|PUT|POST) \/[\w/{}-]+/g, '')
