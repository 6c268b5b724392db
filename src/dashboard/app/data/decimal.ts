/** An amount as the API takes it: `12,50` and `1 250,00`, as French has them, are taken too. */
export const decimal = (typed: string) => typed.replaceAll(/\s/g, '').replace(',', '.')
